import { AbortedError, type HmacCredential } from '@truemarkets/core'
import type { After } from '../connection/reading-time.ts'
import { SessionClosedError } from '../errors/session-closed-error.ts'
import { CLIENT_EVENTS, type ClientEvents } from '../events.ts'
import type { SubscribableChannel } from '../generated/messages.ts'
import type { Settings } from '../options.ts'
import { interestKey, keysWhere } from '../requests/interests.ts'
import type { BufferOptions } from '../subscription/buffer.ts'
import { Emitter, type Off } from '../subscription/emitter.ts'
import { type StaleReason, Stream } from '../subscription/subscription.ts'
import { Answers } from './answers.ts'
import { Interruptions } from './interruptions.ts'
import { PendingWaits, type WaitLimits } from './pending.ts'
import { Router } from './router.ts'
import type { SessionState } from './session-state.ts'
import { Upgrades } from './upgrades.ts'
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

/** Channels that answer a subscription with a snapshot, so that one who joins later needs another. */
const SNAPSHOT_CHANNELS: ReadonlySet<SubscribableChannel> = new Set(['INSTRUMENT', 'EBBO', 'DEPTH'])

/** After these the server goes on telling what happens, and nothing but books is asked for anew. */
const STILL_TOLD: ReadonlySet<StaleReason> = new Set(['gap', 'repeat', 'corrupt'])

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
  /** Counts the time in which what the server tells is read. */
  readonly afterReading: After = (delayMs, run) => this.#uplink.afterReading(delayMs, run)
  readonly #settings: Settings
  readonly #events = new Emitter<ClientEvents>('The client', CLIENT_EVENTS)
  readonly #wants = new Wants()
  readonly #router: Router
  readonly #pending: PendingWaits
  readonly #slow = new Set<AnyStream>()
  readonly #uplink: Uplink
  readonly #answers: Answers
  readonly #upgrades: Upgrades
  readonly #interruptions = new Interruptions()
  #closing: Promise<void> | undefined

  constructor(settings: Settings) {
    this.#settings = settings
    this.#router = new Router({
      afterReading: this.afterReading,
      nameTimeoutMs: settings.resolveSymbols ? settings.snapshotCompleteTimeoutMs : undefined,
      onUnrouted: (message) => this.#events.emit('unrouted', message),
    })
    this.#pending = new PendingWaits(settings.runtime)
    this.#uplink = new Uplink({
      settings,
      events: this.#events,
      wanted: this.#wants.interests,
      isShared: (keys) => this.#wants.isShared(keys),
      keyOf: (message) => this.#router.keyOf(message),
      onData: (message) => this.#router.route(message),
      onAnswer: (plan, answer) => this.#answers.onAnswer(plan, answer),
      onTimeout: (plan) => this.#answers.onTimeout(plan),
      onRefusedByClose: (...refusal) => this.#answers.onRefusedByClose(...refusal),
      onStale: (reason, keys) => {
        for (const stream of this.#router.streams()) {
          const items = stream.items.filter((item) => keys.has(interestKey(stream.channel, item)))
          if (items.length > 0) this.#onStale(stream, reason, items)
        }
        if (reason === 'disconnected') this.#router.reset()
      },
      onRotated: () => {
        this.#answers.settle()
        this.#interruptions.end(this.#router.streams(), (key) => this.#holds(key))
      },
      onRecovered: () => {
        for (const stream of this.#router.streams()) stream.recovered()
      },
    })
    this.#answers = new Answers({
      events: this.#events,
      wants: this.#wants,
      pending: this.#pending,
      holds: (key) => this.#holds(key),
      confirmed: (keys) => this.#interruptions.end(this.#router.streams(), (key) => keys.includes(key)),
      endOwners: (keys, error) => this.#endOwners(keys, error),
      drop: (reason) => this.#uplink.drop(reason),
    })
    this.#upgrades = new Upgrades({
      uplink: this.#uplink,
      wants: this.#wants,
      isAwaited: (key) => this.#pending.awaits(key),
      confirmed: (keys, limits) => this.#confirmed(keys, limits),
      failDropCopy: (error) => this.#failDropCopy(error),
    })
  }

  get state(): SessionState {
    return this.#uplink.state
  }

  get hasCredential(): boolean {
    return this.#uplink.signing.credential !== undefined
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
    // Before anything is asked for: others would get what they have anew for one who does not come.
    if (signal?.aborted === true) throw new AbortedError({ operation: 'subscribe', cause: signal.reason })
    const stream: Stream<Channel> = new Stream(channel, items, plan.buffer, {
      onPressure: (slow) => this.#press(owner, slow),
      isPaused: () => this.#uplink.isPaused,
      onEnd: () => this.#release(owner),
    })
    // The router hands a stream nothing but the messages of its own channel.
    const owner = stream as unknown as AnyStream
    plan.attach?.(stream)
    this.#router.add(owner)
    const keys = this.#want(owner, signed)
    const undo = (): void => {
      stream.finish(undefined)
      this.#takeBack(owner)
    }
    await this.#confirmed(keys, { operation: 'subscribe', timeoutMs, signal, undo })
    stream.handOver()
    return stream
  }

  /** Moves to other credentials; see {@link Upgrades}. */
  authenticate(credential: HmacCredential, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#upgrades.start(credential, timeoutMs, signal)
  }

  /** Asks for a fresh snapshot of one item. */
  renew(channel: SubscribableChannel, item: string): void {
    this.#uplink.renew(interestKey(channel, item))
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
    this.#pending.close()
    for (const stream of this.#router.streams()) {
      this.#router.remove(stream)
      stream.finish(undefined)
    }
    this.#router.reset()
    return this.#closing
  }

  // --- What is wanted ---

  #want(owner: AnyStream, signed: boolean): readonly string[] {
    const { channel, items } = owner
    const named = this.#settings.resolveSymbols && (channel === 'EBBO' || channel === 'TRADE')
    const hasSnapshot = SNAPSHOT_CHANNELS.has(channel)
    const { requests } = this.#uplink
    const keys = items.flatMap((item) => {
      const { key, shared } = this.#wants.add({ channel, item, signed }, owner)
      // What still comes is told to this one too, and then nothing until the server has confirmed the item anew.
      if (!hasSnapshot && (shared ? !requests.follows(key) : requests.isEnding(key)))
        this.#interruptions.begin(owner, 'resubscribing', [item])
      return named ? [this.#wants.add({ channel: 'INSTRUMENT', item, signed }, owner).key, key] : [key]
    })
    // What is told already has had its snapshot, be it for others or for one who is gone.
    if (hasSnapshot) this.#uplink.refresh(items.map((item) => interestKey(channel, item)))
    return keys
  }

  #onStale(stream: AnyStream, reason: StaleReason, items: readonly string[]): void {
    // A silent server has ended nothing: it is heard again, or the connection is given up.
    if (reason === 'silence') return stream.stale(reason)
    const goesOn = STILL_TOLD.has(reason) && (stream.channel !== 'DEPTH' || this.#settings.onGap === 'event')
    this.#interruptions.begin(stream, reason, goesOn ? [] : items)
  }

  /** None of it is in force: it is asked for when everything else is. */
  #failDropCopy(error: Error): void {
    const reports = keysWhere(this.#wants.interests, ({ channel }) => channel === 'DROPCOPY')
    this.#pending.fail(reports, error)
  }

  #endOwners(keys: readonly string[], error: Error): void {
    for (const stream of new Set(keys.flatMap((key) => this.#wants.ownersOf(key)))) {
      stream.finish(error)
      this.#takeBack(stream)
    }
  }

  #confirmed(keys: readonly string[], limits: Omit<WaitLimits, 'cause'>): Promise<void> {
    const before = this.#uplink.isOpen ? this.#uplink.loss : undefined
    const cause = (): unknown => (this.#uplink.loss === before ? undefined : this.#uplink.loss)
    const confirmed = this.#pending.wait(keys, { ...limits, cause })
    // What others have subscribed already needs no request, and so no answer will come.
    if (!keys.every((key) => this.#holds(key))) this.#uplink.pump()
    this.#answers.settle(keys)
    return confirmed
  }

  /** Whether the server has confirmed something, and the way it is wanted. */
  #holds(key: string): boolean {
    return this.#uplink.requests.holds(key, this.#wants.signed(key))
  }

  #release(owner: AnyStream): void {
    this.#router.remove(owner)
    this.#onChanged(this.#wants.remove(owner))
  }

  #takeBack(owner: AnyStream): void {
    this.#router.remove(owner)
    this.#onChanged(this.#wants.takeBack(owner))
  }

  #onChanged(keys: readonly string[]): void {
    if (keys.length === 0) return
    this.#uplink.pump()
    this.#answers.settle(keys)
  }

  #press(owner: AnyStream, slow: boolean): void {
    const wasPaused = this.#slow.size > 0
    if (slow) this.#slow.add(owner)
    else this.#slow.delete(owner)
    const isPaused = this.#slow.size > 0
    if (isPaused !== wasPaused) this.#uplink.pause(isPaused)
  }
}
