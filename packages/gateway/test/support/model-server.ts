import { ConflictError, ConnectionError, NotFoundError, OutcomeUnknownError, RejectedError } from '@truemarkets/core'
import type { PlaceOrderTools } from '../../src/flows/place-order.ts'
import type { CreateOrderResponse, OrderDetail, UnsignedPayload } from '../../src/generated/types.ts'
import { stamps } from './keys.ts'

/** What the server does at one call of each write, and how an order goes on from read to read. */
export interface Fate {
  readonly creation: 'prepared' | 'submitted' | 'unfunded' | 'refused' | 'lost before' | 'lost after'
  readonly execution: 'taken' | 'stale' | 'conflict' | 'lost before' | 'lost after'
  readonly reads: readonly ('same' | 'forward' | 'fails' | 'gone')[]
  readonly ends: 'complete' | 'canceled' | 'failed'
  readonly issues: boolean
}

interface ModelOrder {
  readonly id: string
  readonly payloads: readonly UnsignedPayload[]
  readonly fate: Fate
  status: 'initialized' | 'pending' | Fate['ends']
  reads: number
}

const refusal = { fieldViolations: [], format: 'json' } as const

/** A server of orders that keeps a record of what was really done, and breaks as its fates say. */
export class ModelServer {
  readonly orders: ModelOrder[] = []
  /** Everything the server was asked, in order. */
  readonly log: string[] = []
  /** What no client may ever do. */
  readonly crimes: string[] = []
  readonly #fates: Fate[]

  constructor(fates: readonly Fate[]) {
    this.#fates = [...fates]
  }

  /** Orders that were really submitted. */
  get submitted(): readonly ModelOrder[] {
    return this.orders.filter(({ status }) => status !== 'initialized')
  }

  readonly operations: PlaceOrderTools['operations'] = {
    createOrder: async () => {
      await Promise.resolve()
      const last = this.orders.at(-1)
      if (last !== undefined && this.log.at(-1) !== `stale ${last.id}`)
        this.crimes.push('created again without a stale quote')
      const fate = this.#fates.shift()
      if (fate === undefined) throw new Error('the model has no more fates')
      this.log.push(`create ${fate.creation}`)
      return this.#create(fate)
    },
    executeOrder: async ({ path, body }) => {
      await Promise.resolve()
      const order = this.#find(path.id)
      if (this.log.some((line) => line.startsWith('execute') && line.endsWith(order.id)))
        this.crimes.push('executed twice')
      this.log.push(`execute ${order.fate.execution} ${order.id}`)
      const right = order.payloads.every(({ payload }, index) => stamps(body.signatures[index], payload))
      if (!right || body.signatures.length !== order.payloads.length) this.crimes.push('wrong stamps')
      return this.#execute(order)
    },
    getOrder: async ({ path }) => {
      await Promise.resolve()
      return this.#read(this.#find(path.id))
    },
  }

  #create(fate: Fate): CreateOrderResponse {
    const quote = { fee: '0.1', issues: fate.issues ? ['Price impact is high'] : [] }
    if (fate.creation === 'refused') throw new RejectedError('refused', refusal, { status: 400 })
    if (fate.creation === 'lost before') throw new OutcomeUnknownError({ settle: undefined })
    if (fate.creation === 'unfunded') return { order_id: '', quote: { ...quote, issues: ['Insufficient balance'] } }
    const id = `o${this.orders.length + 1}`
    const prepared = fate.creation === 'prepared'
    const payloads = prepared
      ? [
          { digest: '', payload: `${id} first` },
          { digest: '', payload: `${id} second` },
        ]
      : []
    this.orders.push({ id, payloads, fate, status: prepared ? 'initialized' : 'pending', reads: 0 })
    if (fate.creation === 'lost after') throw new OutcomeUnknownError({ settle: undefined })
    return prepared ? { order_id: id, status: 'initialized', payloads, quote } : { order_id: id, status: 'pending' }
  }

  #execute(order: ModelOrder): { status: 'pending' } {
    const { execution } = order.fate
    if (execution === 'stale') {
      this.log.push(`stale ${order.id}`)
      throw new RejectedError('stale', { ...refusal, code: 'quote_stale' }, { status: 422 })
    }
    if (execution === 'conflict') throw new ConflictError('twice', refusal, { status: 409 })
    if (execution === 'lost before') throw new OutcomeUnknownError({ settle: undefined })
    order.status = 'pending'
    if (execution === 'lost after') throw new OutcomeUnknownError({ settle: undefined })
    return { status: 'pending' }
  }

  #read(order: ModelOrder): OrderDetail {
    const step = order.fate.reads[order.reads++] ?? 'forward'
    if (step === 'fails') throw new ConnectionError('headers', {})
    if (step === 'gone') throw new NotFoundError('gone', refusal, { status: 404 })
    if (step === 'forward' && order.status === 'pending') order.status = order.fate.ends
    return { order_id: order.id, status: order.status }
  }

  #find(id: string): ModelOrder {
    const order = this.orders.find((one) => one.id === id)
    if (order === undefined) throw new Error(`the client made up the id ${id}`)
    return order
  }
}
