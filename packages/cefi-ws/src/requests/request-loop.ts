import type { Runtime } from '@truemarkets/core'
import type { After } from '../connection/reading-time.ts'
import type { Confirmation, SubscribableChannel } from '../generated/messages.ts'
import { isAbsent } from '../wire.ts'
import { acceptedItems, isRepeated, judge, keysInForce, type Settled } from './confirmation.ts'
import { Division } from './division.ts'
import { type Held, type Interest, interestKey, type Wanted } from './interests.ts'
import { Lingering } from './lingering.ts'
import { OwedAnswers } from './owed-answers.ts'
import { planRequest } from './plan.ts'
import { keysOf, type RequestPlan } from './request.ts'
import { Retries } from './retries.ts'

/** What the request loop needs, and whom it tells. */
export interface RequestLoopOptions {
  readonly runtime: Runtime
  readonly afterReading: After
  /** How long a confirmation may take, in milliseconds. */
  readonly timeoutMs: number
  readonly maxItems: number
  /** Everything that should be subscribed; read before each request. */
  readonly wanted: () => ReadonlyMap<string, Wanted>
  /** Whether several depend on what a request is about, of whom a refusal of all of it may mean one. */
  readonly isShared: (keys: Iterable<string>) => boolean
  readonly send: (plan: RequestPlan) => void
  readonly onAnswer: (plan: RequestPlan, answer: Settled) => void
  readonly onTimeout: (plan: RequestPlan) => void
  /** What was confirmed is in force no longer, or not for long; what of it is wanted will be asked for anew. */
  readonly onInterrupted: (keys: Iterable<string>) => void
}

/** A request on its way. */
interface InFlight {
  readonly plan: RequestPlan
  readonly keys: ReadonlySet<string>
  /** What waits for the answer, if it was asked for the sake of that; see `part`. */
  readonly parted: (() => void) | undefined
  /** What it subscribes and what was in doubt before it is confirmed. */
  readonly doubted: Set<string>
  /** Whether a snapshot came meanwhile, which may be one that it asks for. */
  isAnticipated: boolean
  /** What came meanwhile and was taken for an answer to an earlier request. */
  passedOver: Confirmation | undefined
  readonly stopTimer: () => void
}

/**
 * What can be ended for the sake of the answer, the best first: INSTRUMENT is told anew when it is asked for again, the others lack
 * a moment then, which is told. DEPTH cannot: its book would read as live meanwhile.
 */
const PARTING: readonly SubscribableChannel[] = ['INSTRUMENT', 'TRADE', 'DROPCOPY']

const UNRELATED = { kind: 'unrelated' } as const

/**
 * Brings what one connection has subscribed in line with what is wanted, one request at a time: requests have no id, so
 * only a single one in flight can be told its answer for sure.
 *
 * An unsubscription that fails is made again as long as nobody wants the item. When somebody does, a subscription takes its
 * place, whose answer decides.
 */
export class RequestLoop {
  readonly #options: RequestLoopOptions
  readonly #held = new Map<string, Held>()
  /** Everything that was ever asked for on this connection, as it was asked for last. */
  readonly #asked = new Map<string, Interest>()
  /** What is held and the server lists no longer, until it is asked for anew. */
  readonly #missing = new Set<string>()
  readonly #division = new Division()
  readonly #lingering: Lingering
  readonly #restoring: Retries
  readonly #owed: OwedAnswers
  #inFlight: InFlight | undefined
  #lastConfirmation: Confirmation | undefined
  /** A `part` that waits for its turn. */
  #parting: (() => void) | undefined
  /** Whether an answer is being told: what follows from it comes after. */
  #isTelling = false
  #stopped = false

  constructor(options: RequestLoopOptions) {
    this.#options = options
    this.#lingering = new Lingering(options.runtime)
    this.#restoring = new Retries(options.runtime)
    this.#owed = new OwedAnswers(options.afterReading, 2 * options.timeoutMs)
  }

  /** Sends the next request, if one is needed and none is in flight. */
  pump(): void {
    if (this.#inFlight !== undefined || this.#isTelling || this.#stopped) return
    const plan = this.#plan()
    if (plan !== undefined) return this.#ask(plan)
    const parted = this.#parting
    this.#parting = undefined
    return parted === undefined ? undefined : this.#part(parted)
  }

  #ask(plan: RequestPlan, parted?: () => void): void {
    const { afterReading, timeoutMs, send, onInterrupted } = this.#options
    const keys = new Set(keysOf(plan))
    const inFlight: InFlight = {
      plan,
      keys,
      parted,
      doubted: new Set(),
      isAnticipated: false,
      passedOver: undefined,
      stopTimer: afterReading(timeoutMs, () => this.#giveUp(inFlight)),
    }
    this.#inFlight = inFlight
    const { action, channels, items, signed } = plan
    if (action === 'subscribe') {
      for (const channel of channels)
        for (const item of items) this.#asked.set(interestKey(channel, item), { channel, item, signed })
    }
    send(plan)
    if (action === 'unsubscribe' && parted === undefined) onInterrupted(keys)
  }

  #part(parted: () => void): void {
    const held = [...this.#held.values()]
    const [first] = PARTING.flatMap((channel) => held.filter((entry) => entry.channel === channel))
    if (first === undefined) return parted()
    const { channel, item, signed } = first
    return this.#ask({ action: 'unsubscribe', channels: [channel], items: [item], signed }, parted)
  }

  /** Whether everything wanted is subscribed, and nothing else is. */
  get settled(): boolean {
    return this.#inFlight === undefined && this.#plan() === undefined
  }

  #plan(): RequestPlan | undefined {
    const plan = planRequest(this.#options.wanted(), this.#held, this.#options.maxItems)
    return plan && this.#division.partOf(plan)
  }

  /** The request that waits for its confirmation. */
  get inFlight(): RequestPlan | undefined {
    return this.#inFlight?.plan
  }

  /** Whether the server has confirmed anything on this connection. */
  get isAnswered(): boolean {
    return this.#lastConfirmation !== undefined
  }

  /** Whether the server tells of an interest, in whatever mode it was asked for last and whether or not that will do. */
  has(key: string): boolean {
    return this.#held.has(key)
  }

  /** Whether anything was ever asked for on a channel. */
  hasAsked(channel: SubscribableChannel): boolean {
    for (const asked of this.#asked.values()) if (asked.channel === channel) return true
    return false
  }

  /** Whether the server has confirmed an interest and nothing is wrong with it. */
  holds(key: string, signed: boolean): boolean {
    const held = this.#held.get(key)
    return held !== undefined && !held.refresh && held.signed === signed && this.follows(key)
  }

  /**
   * Whether what the server tells about an interest now is for the subscription that is wanted, and not the rest of one that
   * is being ended to be made anew.
   */
  follows(key: string): boolean {
    if (this.#inFlight === undefined) return true
    const { plan, keys } = this.#inFlight
    return keys.has(key) ? plan.action === 'subscribe' : this.#held.has(key)
  }

  /** Whether the server was asked to end something, and may not have done so yet. */
  isEnding(key: string): boolean {
    const { plan, keys } = this.#inFlight ?? {}
    return (plan?.action === 'unsubscribe' && keys?.has(key) === true) || this.#lingering.has(key)
  }

  /**
   * Ends something that is in force, for the sake of the answer: by then everything has arrived that the server told before. No
   * earlier word of it can pass for that answer, since each lists what is in force. Runs at once where there is nothing to end. If
   * the connection is not stopped by then, it is asked for anew.
   */
  part(run: () => void): void {
    this.#parting = run
    this.pump()
  }

  /** Takes back `part`, unless the request has been sent. */
  stay(): void {
    this.#parting = undefined
  }

  /** Asks for fresh snapshots: what is held of these is unsubscribed and subscribed again. */
  refresh(keys: Iterable<string>): void {
    this.#doubt(keys, this.#inFlight?.isAnticipated === true)
    this.pump()
  }

  /** A snapshot has come. Who wants that of the request in flight from now on may have missed it. */
  anticipate(): void {
    if (this.#inFlight !== undefined) this.#inFlight.isAnticipated = true
  }

  /** Says that these are in doubt: with the next `pump` they are asked for anew. */
  doubt(keys: Iterable<string>): void {
    // The snapshot may have come before the confirmation.
    this.#doubt(keys, true)
  }

  #doubt(keys: Iterable<string>, isInFlightToo: boolean): void {
    const { plan, keys: asked, doubted } = this.#inFlight ?? {}
    const isSubscribing = isInFlightToo && plan?.action === 'subscribe'
    for (const key of keys) {
      const held = this.#held.get(key)
      if (held !== undefined) this.#held.set(key, { ...held, refresh: true })
      if (isSubscribing && asked?.has(key) === true) doubted?.add(key)
    }
  }

  /** Takes a confirmation; what it answers is told through `onAnswer`. */
  confirm(confirmation: Confirmation): void {
    if (isRepeated(confirmation, this.#lastConfirmation)) return
    this.#lastConfirmation = confirmation
    const inFlight = this.#inFlight
    const answer =
      inFlight === undefined
        ? UNRELATED
        : judge(inFlight.plan, confirmation, this.#owed.areDue || inFlight.parted !== undefined)
    if (inFlight === undefined || answer.kind === 'unrelated') {
      if (confirmation.update === 'SNAPSHOT') {
        if (inFlight !== undefined && this.#owed.areDue) inFlight.passedOver = confirmation
        this.#owed.arrive()
      }
      this.#noticeUnwanted(confirmation)
      this.#noticeMissing(confirmation)
    } else {
      this.#onAnswer(inFlight, answer, confirmation)
    }
    this.#goOn()
  }

  #onAnswer(inFlight: InFlight, answer: Settled, confirmation: Confirmation): void {
    const { plan, keys, parted, doubted, stopTimer } = inFlight
    stopTimer()
    this.#inFlight = undefined
    if (answer.kind === 'accepted' && !isAbsent(confirmation.subscriptions)) this.#owed.forgetBefore(plan)
    // It says what was asked for, but not in the form of an answer: that one may follow, and answers nothing then.
    if (confirmation.update === 'UPDATE') this.#owed.add(plan)
    parted?.()
    if (this.#stopped) return
    const isDivided = this.#division.divides(plan, answer, () => this.#options.isShared(keys))
    if (!isDivided) this.#settle(plan, acceptedItems(plan, answer), doubted)
    // Somebody may want it again by now, to whom nobody has confirmed it.
    else if (plan.action === 'unsubscribe') this.doubt(keys)
    if (parted !== undefined) this.#options.onInterrupted(keys)
    this.#noticeUnwanted(confirmation)
    if (isDivided) return
    this.#isTelling = true
    try {
      this.#options.onAnswer(plan, answer)
    } finally {
      this.#isTelling = false
    }
  }

  /**
   * What is in force though nobody wants it any more comes from a request that was given up: the server came to it after all,
   * perhaps after a word of its own that had passed for the answer to the end of it.
   */
  #noticeUnwanted({ subscriptions }: Confirmation): void {
    const wanted = this.#options.wanted()
    for (const key of keysInForce(subscriptions)) {
      const asked = this.#asked.get(key)
      // What lingers is known better: the last request for it may have been refused.
      if (asked === undefined || wanted.has(key) || this.#held.has(key) || this.#lingering.has(key)) continue
      if (this.#inFlight?.keys.has(key) === true) continue
      this.#lingering.add(key, { ...asked, refresh: false })
    }
  }

  /**
   * What is held and not in force was ended by the server, or what passed for its confirmation was the answer to something else.
   * An answer is not asked: a server may list in it what the request was about and no more.
   */
  #noticeMissing({ subscriptions }: Confirmation): void {
    if (isAbsent(subscriptions)) return
    const inForce = keysInForce(subscriptions)
    const missing = [...this.#held.keys()].filter((key) => !inForce.has(key))
    if (missing.length === 0) return
    this.#options.onInterrupted(missing)
    for (const key of missing) this.#missing.add(key)
    // By then there may be more of it.
    this.#restoring.request(() => {
      const missing = [...this.#missing]
      this.#missing.clear()
      this.refresh(missing)
    })
  }

  /** The connection is left: nothing is in force on it any more. Leaves no timer. */
  stop(): void {
    this.#stopped = true
    this.#held.clear()
    this.#restoring.stop()
    this.#inFlight?.stopTimer()
    this.#inFlight = undefined
    this.#lingering.stop()
    this.#owed.clear()
  }

  #giveUp(inFlight: InFlight): void {
    const { plan, keys, parted, passedOver } = inFlight
    // What was passed over is its answer then, and the earlier request has none. Else each answer would pass for the one before.
    const answer = passedOver === undefined ? UNRELATED : judge(plan, passedOver, false)
    const isAnswered = passedOver !== undefined && answer.kind !== 'unrelated'
    if (isAnswered && plan.action === 'unsubscribe' && parted === undefined) {
      this.#onAnswer(inFlight, answer, passedOver)
      return this.#goOn()
    }
    this.#inFlight = undefined
    if (!isAnswered) this.#owed.add(plan)
    // It may be in force for all we know, or not: held and in doubt, it is unsubscribed, and asked for anew if it is wanted.
    this.#settle(plan, plan.action === 'subscribe' ? plan.items : [], keys)
    if (parted !== undefined) this.#options.onInterrupted(keys)
    this.#options.onTimeout(plan)
    this.#goOn()
  }

  #settle(
    { action, channels, items, signed }: RequestPlan,
    accepted: readonly string[],
    doubted: ReadonlySet<string>,
  ): void {
    const settled = new Set(accepted)
    for (const channel of channels) {
      for (const item of items) {
        const key = interestKey(channel, item)
        const held = { channel, item, signed, refresh: doubted.has(key) }
        this.#division.settle(key)
        if (action === 'unsubscribe') this.#held.delete(key)
        else if (settled.has(item)) this.#held.set(key, held)
        if (settled.has(item)) this.#lingering.settle(key)
        else if (action === 'unsubscribe') this.#lingering.add(key, held)
      }
    }
  }

  #goOn(): void {
    if (this.#stopped) return
    this.#lingering.retry(
      (key) => this.#options.wanted().has(key),
      (left) => {
        // In doubt, since somebody may want it again before it is the turn of its end, and nobody has confirmed it.
        for (const [key, held] of left) this.#held.set(key, { ...held, refresh: true })
        this.pump()
      },
    )
    this.pump()
  }
}
