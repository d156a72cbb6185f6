import {
  ConflictError,
  ConnectionError,
  DecodeError,
  NotFoundError,
  OutcomeUnknownError,
  RejectedError,
  ServerError,
  TrueMarketsError,
} from '@truemarkets/core'
import { expect, it } from 'vitest'
import { manualTime } from '../../core/test/manual-time.ts'
import { type Decisions, seeded } from '../../core/test/model/decisions.ts'
import { cancelAndWait } from '../src/orders/cancel-and-wait.ts'
import { modifyAndWait } from '../src/orders/modify-and-wait.ts'

const OLD = { qty: '0.01', price: '110865.50' }
const NEW = { qty: '0.0200', price: '110866.00' }
const change = { body: { id: '42', info: { client_id: '7', new_qty: '0.02', new_price: '110866' } } }
const refusal = { fieldViolations: [], format: 'json' } as const
const ENDINGS: Readonly<Record<string, string>> = { filled: 'FILLED', canceled: 'CANCELED', rejected: 'REJECTED' }

/** An order as it really is, which others fill and cancel at any time, behind a service that fails at any call. */
class ModelOrder {
  status: string
  held = OLD
  change: 'none' | 'pending' | 'applied' | 'refused' = 'none'
  writes = 0
  /** Every status that was read. */
  readonly seen: string[] = []
  readonly #decisions: Decisions

  constructor(decisions: Decisions) {
    this.#decisions = decisions
    this.status = this.#pick('NEW_PENDING', 'ACTIVE', 'ACTIVE', 'CANCEL_PENDING', 'FILLED', 'CANCELED')
  }

  #pick<Value>(...values: readonly [Value, ...Value[]]): Value {
    return values[this.#decisions.pick(values.length)] ?? values[0]
  }

  get hasEnded(): boolean {
    return Object.values(ENDINGS).includes(this.status)
  }

  /** What others do between two calls. */
  go(): void {
    for (let events = this.#decisions.pick(3); events > 0 && !this.hasEnded; events--) {
      const isCanceling = this.status === 'CANCEL_PENDING'
      this.#pick<() => unknown>(
        () => (this.status = 'FILLED'),
        () => (this.status = isCanceling ? 'CANCELED' : 'CANCEL_PENDING'),
        () => isCanceling && (this.status = this.change === 'pending' ? 'MODIFY_PENDING' : 'ACTIVE'),
        () => this.status === 'NEW_PENDING' && (this.status = 'ACTIVE'),
        () => this.change === 'pending' && this.#settle(this.#pick('applied', 'refused')),
      )()
    }
  }

  #settle(change: 'applied' | 'refused'): void {
    this.change = change
    if (change === 'applied') this.held = NEW
    if (this.status === 'MODIFY_PENDING') this.status = 'ACTIVE'
  }

  #write(
    act: () => void,
    lost: (acted: boolean) => TrueMarketsError,
  ): Promise<{ status: string; order_info: typeof OLD }> {
    this.writes++
    this.go()
    const fate = this.#pick('taken', 'taken', 'refused', 'conflict', 'unknown', 'lost before', 'lost after')
    if (fate === 'lost before') return Promise.reject(lost(false))
    if (fate === 'unknown') return Promise.reject(new NotFoundError('no such order', refusal, { status: 404 }))
    if (fate === 'conflict') return Promise.reject(new ConflictError('not now', refusal, { status: 409 }))
    if (fate === 'refused' || this.hasEnded) return Promise.reject(new RejectedError('no', refusal, { status: 400 }))
    act()
    return fate === 'taken' ? this.#look() : Promise.reject(lost(true))
  }

  #look() {
    this.seen.push(this.status)
    return Promise.resolve({ status: this.status, order_info: this.held })
  }

  readonly api = {
    cancelOrder: () =>
      this.#write(
        () => (this.status = 'CANCEL_PENDING'),
        (acted) => (acted ? new DecodeError('a page', {}) : new ConnectionError('headers', {})),
      ),
    modifyOrder: () =>
      this.#write(
        () => {
          this.change = 'pending'
          this.status = 'MODIFY_PENDING'
        },
        () => new OutcomeUnknownError({ settle: undefined }),
      ),
    getOrderStatus: () => {
      this.go()
      const failure = this.#pick<TrueMarketsError | undefined>(
        undefined,
        undefined,
        undefined,
        undefined,
        new ServerError('down', refusal, { status: 503 }),
        new NotFoundError('gone', refusal, { status: 404 }),
      )
      return failure === undefined ? this.#look() : Promise.reject(failure)
    },
  }
}

/** Runs one world and returns what its flow says that is not so. */
async function lies(seed: number): Promise<string[]> {
  const decisions = seeded(seed)
  const order = new ModelOrder(decisions)
  const options = { pollDeadlineMs: [0, 2_000, 10_000][decisions.pick(3)] ?? 0 }
  const time = manualTime()
  const flow: Promise<{ readonly outcome: string }> =
    decisions.pick(2) === 0
      ? cancelAndWait(order.api, { path: { ref_id: '42' } }, options, time)
      : modifyAndWait(order.api, change, options, time)
  const { outcome, error } = await flow.then(
    (end) => ({ outcome: end.outcome, error: undefined }),
    (thrown: unknown) => ({ outcome: undefined, error: thrown }),
  )
  const isEnding = outcome !== undefined && outcome in ENDINGS
  const said: readonly (readonly [string, boolean])[] = [
    ['a write is sent once', order.writes === 1],
    ['an error has a type', error === undefined || error instanceof TrueMarketsError],
    ['the wait keeps to its limit', time.now() <= options.pollDeadlineMs + 500],
    [`it is ${outcome}`, !isEnding || order.status === ENDINGS[outcome]],
    ['it is modified', outcome !== 'modified' || order.change === 'applied'],
    ['it is unchanged', outcome !== 'unchanged' || order.change === 'refused'],
    ['its end was not seen', isEnding || !order.seen.some((status) => Object.values(ENDINGS).includes(status))],
  ]
  return said.flatMap(([law, holds]) => (holds ? [] : [`${law} (seed ${seed})`]))
}

it('says of no order what is not so, whatever others do to it and whichever call fails', async () => {
  const broken: string[] = []
  for (let seed = 1; seed <= 5_000; seed++) broken.push(...(await lies(seed)))
  expect(broken).toEqual([])
})
