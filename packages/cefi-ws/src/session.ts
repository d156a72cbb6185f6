import type { HmacCredential } from '@truemarkets/core'
import type { BufferOptions } from './buffer.ts'
import type { Settled } from './confirmation.ts'
import { Emitter, type Off } from './emitter.ts'
import { SessionClosedError } from './errors/session-closed-error.ts'
import { SubscriptionRefusedError } from './errors/subscription-refused-error.ts'
import type { ClientEvents } from './events.ts'
import type { SubscribableChannel } from './generated/messages.ts'
import { interestKey } from './interests.ts'
import type { Settings } from './options.ts'
import { PendingWaits, type WaitLimits } from './pending.ts'
import type { RequestPlan } from './request.ts'
import { keysOf } from './request-keys.ts'
import { Router } from './router.ts'
import type { SessionState } from './session-state.ts'
import { Stream } from './subscription.ts'
import { Uplink } from './uplink.ts'
import { type AnyStream, Wants } from './wants.ts'

/** What a subscription asks the session for. */
export interface SubscribePlan<Channel extends SubscribableChannel> {
  readonly channel: Channel
  readonly items: readonly string[]
  readonly signed: boolean
  readonly buffer: BufferOptions
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** Gets hold of the stream before anything can happen to it, which is before the caller can. */
  readonly attach?: ((stream: Stream<Channel>) => void) | undefined
}

/** How often in a row a confirmed subscription may be refused after a reconnect before it ends. */
const MOST_REFUSALS = 3

/** Channels that answer a subscription with a snapshot, so that one who joins later needs another. */
const SNAPSHOT_CHANNELS: ReadonlySet<SubscribableChannel> = new Set(['INSTRUMENT', 'EBBO', 'DEPTH'])

/**
 * Keeps what is wanted subscribed, over as many connections as it takes.
 *
 * ```text
 * Uplink: socket → decode → sequence → Router → Stream → consumer
 *            ↑                                     │
 *       RequestLoop ←── Wants ←── subscribe, close ┘
 * ```
 */
export class Session {
  readonly #settings: Settings
  readonly #events = new Emitter<ClientEvents>()
  readonly #wants = new Wants()
  readonly #router: Router
  readonly #pending: PendingWaits
  readonly #slow = new Set<AnyStream>()
  readonly #uplink: Uplink
  #upgrading: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor(settings: Settings) {
    this.#settings = settings
    this.#router = new Router(settings.resolveSymbols, (message) => this.#events.emit('unrouted', message))
    this.#pending = new PendingWaits(settings.clock)
    this.#uplink = new Uplink({
      settings,
      events: this.#events,
      wanted: this.#wants.interests,
      scopeOf: (message) => this.#router.scopeOf(message),
      onData: (message) => this.#router.route(message),
      onAnswer: (plan, answer) => this.#onAnswer(plan, answer),
      onTimeout: (plan) => this.#onTimeout(plan),
      onStale: (reason, concerns) => {
        for (const stream of this.#router.streams()) {
          if (stream.items.some((item) => concerns({ channel: stream.channel, item }))) stream.stale(reason)
        }
        if (reason === 'disconnected') this.#router.reset()
      },
      onRotated: () => this.#settle(),
      onRecovered: () => {
        for (const stream of this.#router.streams()) stream.recovered()
      },
    })
  }

  get state(): SessionState {
    return this.#uplink.state
  }

  get hasCredential(): boolean {
    return this.#uplink.credential !== undefined
  }

  on<Name extends keyof ClientEvents>(name: Name, listener: (...args: ClientEvents[Name]) => void): Off {
    return this.#events.on(name, listener)
  }

  symbolOf(instrumentId: string): string | undefined {
    return this.#router.symbolOf(instrumentId)
  }

  /** Tells the listeners that something breaks the contract. */
  reportViolation(reason: string): void {
    this.#events.emit('violation', { reason })
  }

  /** Resolves once the server has confirmed every item. */
  async subscribe<Channel extends SubscribableChannel>(plan: SubscribePlan<Channel>): Promise<Stream<Channel>> {
    if (this.state === 'closed') throw new SessionClosedError('subscribe')
    const { channel, items, signed, timeoutMs, signal } = plan
    const stream: Stream<Channel> = new Stream(channel, items, plan.buffer, {
      onPressure: (slow) => this.#press(owner, slow),
      onEnd: () => this.#release(owner),
    })
    // The router hands a stream nothing but the messages of its own channel.
    const owner = stream as unknown as AnyStream
    plan.attach?.(stream)
    this.#router.add(owner)
    const keys = this.#want(owner, signed)
    const undo = (): void => {
      stream.finish(undefined)
      this.#release(owner)
    }
    await this.#confirmed(keys, { operation: 'subscribe', timeoutMs, signal, undo })
    return stream
  }

  /** Asks for everything once more, with credentials. Goes back to what was there before when that is refused. */
  authenticate(credential: HmacCredential, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    const start = (): Promise<void> => this.#upgrade(credential, timeoutMs, signal)
    // One after the other: what each goes back to is what the one before has left.
    const upgrade = this.#upgrading?.then(start, start) ?? start()
    this.#upgrading = upgrade
    return upgrade.finally(() => {
      if (this.#upgrading === upgrade) this.#upgrading = undefined
    })
  }

  async #upgrade(credential: HmacCredential, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.state === 'closed') throw new SessionClosedError('authenticate')
    const before = this.#uplink.credential
    this.#uplink.credential = credential
    this.#wants.signAll(true)
    const keys = [...this.#wants.interests.keys()]
    if (keys.length === 0) return
    // What another key has signed for is asked for with this one.
    if (before !== undefined) this.#uplink.refresh((held) => held.signed)
    const undo = (error: Error): void => {
      this.#uplink.credential = before
      if (before === undefined) this.#withdraw(error)
      else this.#uplink.refresh((held) => held.signed)
      this.#uplink.pump()
    }
    await this.#confirmed(keys, { operation: 'authenticate', timeoutMs, signal, undo })
  }

  /** Asks for a fresh snapshot of one item. */
  renew(channel: SubscribableChannel, item: string): void {
    this.#uplink.renew((held) => held.channel === channel && held.item === item)
  }

  /** Ends everything, for good. Resolves when no socket, timer or promise is left, to everyone who asks. */
  close(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing
    let resolve = (): void => {}
    // There before the first listener hears of it, who may close once more.
    this.#closing = new Promise((done) => {
      resolve = done
    })
    void this.#uplink.close().then(resolve)
    this.#pending.failAll(new SessionClosedError('subscribe'))
    for (const stream of this.#router.streams()) stream.finish(undefined)
    return this.#closing
  }

  // --- What is wanted ---

  #want(owner: AnyStream, signed: boolean): readonly string[] {
    const { channel, items } = owner
    const named = this.#settings.resolveSymbols && (channel === 'EBBO' || channel === 'TRADE')
    const joined = new Set<string>()
    const keys = items.flatMap((item) => {
      const { key, shared } = this.#wants.add({ channel, item, signed }, owner)
      if (shared && SNAPSHOT_CHANNELS.has(channel)) joined.add(key)
      return named ? [this.#wants.add({ channel: 'INSTRUMENT', item, signed }, owner).key, key] : [key]
    })
    if (joined.size > 0) this.#uplink.refresh((held) => joined.has(interestKey(held.channel, held.item)))
    return keys
  }

  /** Goes on without credentials. DROPCOPY cannot. */
  #withdraw(error: Error): void {
    this.#wants.signAll(false)
    const keys = [...this.#wants.interests].flatMap(([key, { channel }]) => (channel === 'DROPCOPY' ? [key] : []))
    this.#pending.fail(new Set(keys), error)
    this.#endOwners(keys, error)
  }

  #endOwners(keys: readonly string[], error: Error): void {
    for (const stream of new Set(keys.flatMap((key) => this.#wants.ownersOf(key)))) {
      stream.finish(error)
      this.#release(stream)
    }
  }

  #confirmed(keys: readonly string[], limits: WaitLimits): Promise<void> {
    const confirmed = this.#pending.wait(keys, limits)
    this.#uplink.pump()
    // What others have subscribed already needs no request, and so no answer will come.
    this.#settle()
    return confirmed
  }

  #settle(): void {
    this.#pending.settle((key) => this.#uplink.holds(key, this.#wants.signed(key)))
  }

  #release(owner: AnyStream): void {
    this.#router.remove(owner)
    this.#wants.remove(owner)
    this.#uplink.pump()
  }

  #press(owner: AnyStream, slow: boolean): void {
    const before = this.#slow.size
    if (slow) this.#slow.add(owner)
    else this.#slow.delete(owner)
    if (before === 0 && this.#slow.size > 0) this.#uplink.pause(true)
    if (before > 0 && this.#slow.size === 0) this.#uplink.pause(false)
  }

  // --- Answers ---

  #onAnswer(plan: RequestPlan, answer: Settled): void {
    const confirmed = plan.items.filter((item) => answer.kind === 'accepted' || !answer.items.has(item))
    for (const key of keysOf(plan, confirmed)) this.#wants.clearRefusals(key)
    if (answer.kind === 'refused' && plan.action === 'subscribe') this.#onRefused(plan, answer)
    this.#settle()
  }

  #onRefused(plan: RequestPlan, answer: Extract<Settled, { kind: 'refused' }>): void {
    const items = [...answer.items]
    const error = new SubscriptionRefusedError({
      operation: 'subscribe',
      attempts: 1,
      connectionStatus: answer.status,
      items,
    })
    const keys = keysOf(plan, items)
    const waited = new Set(keys.filter((key) => this.#pending.awaits(key)))
    this.#pending.fail(waited, error)
    // What was in force on an earlier connection deserves another try, on a new one.
    const lost = keys.filter((key) => !waited.has(key))
    const hopeless = lost.filter((key) => this.#wants.countRefusal(key) >= MOST_REFUSALS)
    this.#endOwners(hopeless, error)
    if (hopeless.length < lost.length) this.#uplink.drop('subscription refused')
  }

  /** The callers who wait run into their own limit; what was in force before can only be saved by a new connection. */
  #onTimeout(plan: RequestPlan): void {
    const orphaned = keysOf(plan).some((key) => this.#wants.interests.has(key) && !this.#pending.awaits(key))
    if (orphaned) this.#uplink.drop('no confirmation in time')
  }
}
