import type { HmacCredential } from '@truemarkets/core'
import { backoffDelay } from './backoff.ts'
import type { BufferOptions } from './buffer.ts'
import type { Timer } from './clock.ts'
import { closeKind, wantsDistance } from './close-code.ts'
import type { Answer } from './confirmation.ts'
import { Connection } from './connection.ts'
import { Emitter, type Off } from './emitter.ts'
import { SessionClosedError } from './errors/session-closed-error.ts'
import { SubscriptionRefusedError } from './errors/subscription-refused-error.ts'
import type { ClientEvents } from './events.ts'
import type { Confirmation, ConnectionStatus, SubscribableChannel } from './generated/messages.ts'
import type { ServerMessage } from './generated/unions.ts'
import { interestKey } from './interests.ts'
import type { Settings } from './options.ts'
import { PendingWaits } from './pending.ts'
import { buildRequest, type RequestPlan, requestTimestamp } from './request.ts'
import { RequestLoop } from './requests.ts'
import { Router } from './router.ts'
import { SequenceTracker } from './sequence.ts'
import { nextState, type SessionEvent, type SessionState } from './session-state.ts'
import { type StaleReason, Stream } from './subscription.ts'
import { type AnyStream, Wants } from './wants.ts'
import type { DataMessage } from './wire.ts'

/** What a subscription asks the session for. */
export interface SubscribePlan<Channel extends SubscribableChannel> {
  readonly channel: Channel
  readonly items: readonly string[]
  readonly signed: boolean
  readonly buffer: BufferOptions
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** How often in a row a confirmed subscription may be refused after a reconnect before it ends. */
const MOST_REFUSALS = 3

/** Channels that answer a subscription with a snapshot, so that one who joins later needs another. */
const SNAPSHOT_CHANNELS: ReadonlySet<SubscribableChannel> = new Set(['INSTRUMENT', 'EBBO', 'DEPTH'])

/** One connection and what belongs to it alone. All of it goes with the connection. */
interface Link {
  readonly connection: Connection
  readonly requests: RequestLoop
  readonly sequence: SequenceTracker
  authenticated: boolean
  status: ConnectionStatus | undefined
  lastText: string
}

/**
 * Keeps what is wanted subscribed, over as many connections as it takes. See `session-state.ts` for its states.
 *
 * ```text
 * Connection → decode → sequence → Router → Stream → consumer
 *      ↑                                      │
 * RequestLoop ← wanted ← subscribe, close ←───┘
 * ```
 */
export class Session {
  readonly #settings: Settings
  readonly #events = new Emitter<ClientEvents>()
  readonly #wants = new Wants()
  readonly #router: Router
  readonly #pending: PendingWaits
  readonly #slow = new Set<AnyStream>()
  #credential: HmacCredential | undefined
  #state: SessionState = 'connecting'
  #link: Link | undefined
  #attempt = 0
  #retryTimer: Timer | undefined
  #stableTimer: Timer | undefined

  constructor(settings: Settings) {
    this.#settings = settings
    this.#credential = settings.auth
    this.#router = new Router(settings.resolveSymbols, (message) => this.#events.emit('unrouted', message))
    this.#pending = new PendingWaits(settings.clock)
    this.#connect()
  }

  get state(): SessionState {
    return this.#state
  }

  get hasCredential(): boolean {
    return this.#credential !== undefined
  }

  on<Name extends keyof ClientEvents>(name: Name, listener: (...args: ClientEvents[Name]) => void): Off {
    return this.#events.on(name, listener)
  }

  symbolOf(instrumentId: string): string | undefined {
    return this.#router.symbolOf(instrumentId)
  }

  /** Resolves once the server has confirmed every item. */
  async subscribe<Channel extends SubscribableChannel>(plan: SubscribePlan<Channel>): Promise<Stream<Channel>> {
    if (this.#state === 'closed') throw new SessionClosedError('subscribe')
    const { channel, items, signed, timeoutMs, signal } = plan
    const stream: Stream<Channel> = new Stream(channel, items, plan.buffer, {
      onPressure: (slow) => this.#press(owner, slow),
      onEnd: () => this.#release(owner),
    })
    // The router hands a stream nothing but the messages of its own channel.
    const owner = stream as unknown as AnyStream
    this.#router.add(owner)
    const keys = this.#want(owner, signed)
    const undo = (): void => {
      stream.finish(undefined)
      this.#release(owner)
    }
    const confirmed = this.#pending.wait(keys, { operation: 'subscribe', timeoutMs, signal, undo })
    this.#pump()
    await confirmed
    return stream
  }

  /** Asks for everything once more, with credentials. Goes back to asking without them when that is refused. */
  async authenticate(credential: HmacCredential, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#state === 'closed') throw new SessionClosedError('authenticate')
    const before = this.#credential
    this.#credential = credential
    this.#wants.signAll(true)
    const keys = [...this.#wants.interests.keys()]
    if (keys.length === 0) return
    const undo = (): void => {
      this.#credential = before
      if (before === undefined) this.#wants.signAll(false)
      this.#pump()
    }
    const confirmed = this.#pending.wait(keys, { operation: 'authenticate', timeoutMs, signal, undo })
    this.#pump()
    await confirmed
  }

  /** Asks for a fresh snapshot of one item. */
  refresh(channel: SubscribableChannel, item: string): void {
    this.#link?.requests.refresh((held) => held.channel === channel && held.item === item)
  }

  /** Tells the listeners that something breaks the contract. */
  reportViolation(reason: string): void {
    this.#events.emit('violation', { reason })
  }

  /** Ends everything, for good. Resolves when no socket, timer or promise is left. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return
    const link = this.#link
    this.#link = undefined
    this.#stopTimers()
    link?.requests.stop()
    this.#move('close')
    this.#pending.failAll(new SessionClosedError('subscribe'))
    for (const stream of this.#router.streams()) stream.finish(undefined)
    await link?.connection.close()
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
    if (joined.size > 0) this.#link?.requests.refresh((held) => joined.has(interestKey(held.channel, held.item)))
    return keys
  }

  #release(owner: AnyStream): void {
    this.#router.remove(owner)
    this.#wants.remove(owner)
    this.#press(owner, false)
    this.#pump()
  }

  #pump(): void {
    if (this.#state !== 'connecting') this.#link?.requests.pump()
  }

  #press(owner: AnyStream, slow: boolean): void {
    const before = this.#slow.size
    if (slow) this.#slow.add(owner)
    else this.#slow.delete(owner)
    if (before === 0 && this.#slow.size > 0) this.#link?.connection.pause()
    if (before > 0 && this.#slow.size === 0) this.#link?.connection.resume()
  }

  // --- The connection ---

  #connect(): void {
    const { clock, requestTimeoutMs, maxItemsPerRequest } = this.#settings
    // Events of a connection that has been replaced concern nobody.
    const ifCurrent =
      <Args extends readonly unknown[]>(run: (link: Link, ...args: Args) => void) =>
      (...args: Args): void => {
        if (this.#link === link) run(link, ...args)
      }
    const link: Link = {
      requests: new RequestLoop({
        clock,
        timeoutMs: requestTimeoutMs,
        maxItems: maxItemsPerRequest,
        wanted: this.#wants.interests,
        send: (plan) => this.#send(link, plan),
        isPaused: () => this.#slow.size > 0,
        onAnswer: ifCurrent((current, plan: RequestPlan, answer: Exclude<Answer, { kind: 'unrelated' }>) =>
          this.#onAnswer(current, plan, answer),
        ),
        onTimeout: ifCurrent((current, plan: RequestPlan) => this.#onRequestTimeout(current, plan)),
      }),
      sequence: new SequenceTracker(),
      authenticated: false,
      status: undefined,
      lastText: '',
      connection: new Connection(this.#settings, {
        onOpen: ifCurrent((current) => this.#onOpen(current)),
        onMessage: ifCurrent((current, message: ServerMessage, text: string) =>
          this.#onMessage(current, message, text),
        ),
        onUnknown: ifCurrent((_, frame: Readonly<Record<string, unknown>>) => this.#events.emit('unknown', frame)),
        onCorrupt: ifCurrent((_, reason: string) => this.#onCorrupt(reason)),
        onLate: ifCurrent(() => this.#onLate()),
        onRecovered: ifCurrent((current) => this.#onRecovered(current)),
        onClosed: ifCurrent((current, code: number, reason: string, cause: unknown) =>
          this.#onLost(current, code, reason, cause),
        ),
      }),
    }
    this.#link = link
  }

  #onOpen(link: Link): void {
    this.#move('opened')
    const { clock, backoff } = this.#settings
    this.#stableTimer = clock.after(backoff.stableMs, () => {
      this.#attempt = 0
    })
    if (this.#slow.size > 0) link.connection.pause()
    link.requests.pump()
  }

  #onLost(link: Link, code: number, reason: string, cause: unknown): void {
    const { clock, backoff, random } = this.#settings
    const kind = closeKind(code)
    link.requests.stop()
    this.#link = undefined
    this.#stopTimers()
    this.#router.reset()
    const delayMs = wantsDistance(kind)
      ? Math.floor(backoff.maxMs * random())
      : backoffDelay(this.#attempt, backoff, random())
    this.#attempt++
    this.#retryTimer = clock.after(delayMs, () => {
      this.#move('retry')
      this.#connect()
    })
    this.#move('lost')
    this.#stale('disconnected', () => true)
    this.#events.emit('disconnect', { code, kind, reason, delayMs, cause })
  }

  #onLate(): void {
    this.#move('late')
    this.#stale('silence', () => true)
  }

  #onRecovered(link: Link): void {
    this.#move('recovered')
    if (link.requests.inFlight?.signed === true && !link.authenticated) this.#move('signed')
    for (const stream of this.#router.streams()) stream.recovered()
  }

  #send(link: Link, plan: RequestPlan): void {
    const { clock, clockOffsetMs, signedPath } = this.#settings
    const signer = this.#credential === undefined ? undefined : { credential: this.#credential, path: signedPath }
    link.connection.send(buildRequest(plan, requestTimestamp(clock.now(), clockOffsetMs), signer))
    if (plan.signed && !link.authenticated) this.#move('signed')
    this.#events.emit('request', plan)
  }

  // --- What the server says ---

  #onMessage(link: Link, message: ServerMessage, text: string): void {
    this.#events.emit('message', message)
    if (message.channel === 'WEBSOCKET') {
      if (message.update !== 'WELCOME') this.#onConfirmation(link, message)
      this.#move('heard')
      return
    }
    if (message.status !== link.status && message.status !== undefined) this.#onStatus(link, message.status)
    const duplicate = this.#isOutOfLine(link, message, text)
    link.lastText = text
    if (!duplicate) this.#router.route(message)
  }

  #onConfirmation(link: Link, confirmation: Confirmation): void {
    const { status } = confirmation
    // While a signed request is in flight a bad status is its answer; otherwise it is news about the connection.
    const answers = link.requests.inFlight?.signed === true
    if (status !== undefined && (status === 'AUTHENTICATED' || !answers)) this.#onStatus(link, status)
    link.requests.confirm(confirmation)
  }

  #onStatus(link: Link, status: ConnectionStatus): void {
    if (status === link.status) return
    link.status = status
    const expired = link.authenticated && (status === 'UNAUTHENTICATED' || status === 'UNAUTHORIZED')
    if (status === 'AUTHENTICATED') link.authenticated = true
    if (expired) link.authenticated = false
    this.#events.emit('status', status)
    if (!expired) return
    this.#stale('unauthenticated', (key) => this.#wants.signed(key))
    link.requests.refresh((held) => held.signed)
  }

  /** Judges the sequence number, and acts on it. True for a frame that is the one before over again. */
  #isOutOfLine(link: Link, message: DataMessage, text: string): boolean {
    const { channel } = message
    const scope = this.#settings.seqnumScope === 'channel' ? channel : this.#router.scopeOf(message)
    const verdict = link.sequence.accept(message, scope)
    if (verdict.kind === 'next') return false
    const { kind, last, seqnum } = verdict
    const coalesced = !link.authenticated
    this.#events.emit(kind, { channel, last, seqnum, coalesced })
    if (kind === 'repeat' && text === link.lastText) return true
    // A batched feed may skip; what it sends is whole in itself.
    if (!coalesced) this.#distrust(kind, (key) => key.startsWith(`${channel} `))
    return false
  }

  #onCorrupt(reason: string): void {
    this.#events.emit('violation', { reason })
    this.#distrust('corrupt', () => true)
  }

  /** Something was missed: what depends on it is stale, and books are fetched anew if the options say so. */
  #distrust(reason: StaleReason, concerns: (key: string) => boolean): void {
    this.#stale(reason, concerns)
    if (this.#settings.onGap === 'reconnect') this.#link?.connection.drop(reason)
    if (this.#settings.onGap !== 'resync') return
    this.#link?.requests.refresh((held) => held.channel === 'DEPTH' && concerns(interestKey(held.channel, held.item)))
  }

  #stale(reason: StaleReason, concerns: (key: string) => boolean): void {
    for (const stream of this.#router.streams()) {
      if (stream.items.some((item) => concerns(interestKey(stream.channel, item)))) stream.stale(reason)
    }
  }

  // --- Answers ---

  #onAnswer(link: Link, plan: RequestPlan, answer: Exclude<Answer, { kind: 'unrelated' }>): void {
    this.#move('answered')
    const keys = plan.channels.flatMap((channel) =>
      plan.items
        .filter((item) => answer.kind === 'accepted' || !answer.items.has(item))
        .map((item) => interestKey(channel, item)),
    )
    for (const key of keys) this.#wants.clearRefusals(key)
    if (answer.kind === 'refused' && plan.action === 'subscribe') this.#onRefused(link, plan, answer)
    this.#pending.settle((key) => link.requests.holds(key, this.#wants.signed(key)))
  }

  #onRefused(link: Link, plan: RequestPlan, { status, items }: Extract<Answer, { kind: 'refused' }>): void {
    const error = new SubscriptionRefusedError({
      operation: 'subscribe',
      attempts: 1,
      connectionStatus: status,
      items: [...items],
    })
    const keys = plan.channels.flatMap((channel) => [...items].map((item) => interestKey(channel, item)))
    const waited = keys.filter((key) => this.#pending.awaits(key))
    const confirmedBefore = keys.filter((key) => !waited.includes(key))
    this.#pending.fail(new Set(waited), error)
    if (confirmedBefore.length === 0) return
    // What was in force on an earlier connection deserves another try, on a new one.
    const hopeless = confirmedBefore.filter((key) => this.#wants.countRefusal(key) >= MOST_REFUSALS)
    for (const stream of new Set(hopeless.flatMap((key) => this.#wants.ownersOf(key)))) {
      stream.finish(error)
      this.#release(stream)
    }
    if (hopeless.length < confirmedBefore.length) link.connection.drop('subscription refused')
  }

  /** The callers who wait run into their own limit; what was in force before can only be saved by a new connection. */
  #onRequestTimeout(link: Link, plan: RequestPlan): void {
    this.#move('answered')
    const keys = plan.channels.flatMap((channel) => plan.items.map((item) => interestKey(channel, item)))
    const orphaned = keys.some((key) => this.#wants.interests.has(key) && !this.#pending.awaits(key))
    if (orphaned) link.connection.drop('no confirmation in time')
  }

  // --- State ---

  #move(event: SessionEvent): void {
    const from = this.#state
    const to = nextState(from, event)
    if (to === from) return
    this.#state = to
    this.#events.emit('state', { from, to })
  }

  #stopTimers(): void {
    this.#retryTimer?.stop()
    this.#stableTimer?.stop()
    this.#retryTimer = undefined
    this.#stableTimer = undefined
  }
}
