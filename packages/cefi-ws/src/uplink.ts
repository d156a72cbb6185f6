import type { HmacCredential } from '@truemarkets/core'
import { closeKind } from './close-code.ts'
import type { Settled } from './confirmation.ts'
import type { Emitter } from './emitter.ts'
import type { ClientEvents } from './events.ts'
import type { Confirmation, ConnectionStatus } from './generated/messages.ts'
import type { ServerMessage } from './generated/unions.ts'
import { type Interest, interestKey } from './interests.ts'
import { type Link, openLink } from './link.ts'
import type { Settings } from './options.ts'
import { Reconnector } from './reconnector.ts'
import { buildRequest, type RequestPlan, requestTimestamp } from './request.ts'
import { Resync } from './resync.ts'
import { type HeldMessage, Rotation } from './rotation.ts'
import { nextState, type SessionEvent, type SessionState } from './session-state.ts'
import type { StaleReason } from './subscription.ts'
import { type DataMessage, isText } from './wire.ts'

/** What an uplink needs to know, and whom it tells. */
export interface UplinkOptions {
  readonly settings: Settings
  readonly events: Emitter<ClientEvents>
  /** Everything that should be subscribed. */
  readonly wanted: ReadonlyMap<string, Interest>
  /** What the sequence number of a message counts. */
  readonly scopeOf: (message: DataMessage) => string
  readonly onData: (message: DataMessage) => void
  readonly onAnswer: (plan: RequestPlan, answer: Settled) => void
  readonly onTimeout: (plan: RequestPlan) => void
  /** What was told about some interests may no longer be true. */
  readonly onStale: (reason: StaleReason, concerns: (interest: Pick<Interest, 'channel' | 'item'>) => boolean) => void
  /** The silence is over, and nothing was missed. */
  readonly onRecovered: () => void
  /** Another connection is in use, on which everything wanted is confirmed. */
  readonly onRotated: () => void
}

/**
 * Keeps one connection to the server, the next one when it is lost, and the state of the session with it.
 * See `session-state.ts` for the states and what leads from one to another.
 */
export class Uplink {
  readonly #options: UplinkOptions
  readonly #settings: Settings
  readonly #events: Emitter<ClientEvents>
  readonly #reconnector: Reconnector
  readonly #rotation: Rotation
  readonly #resync: Resync
  readonly #resigning: Resync
  #state: SessionState = 'connecting'
  #link: Link
  /** Connections that are being closed, each until it is gone. */
  readonly #leaving = new Set<Promise<void>>()
  #paused = false
  /** Signs the requests. */
  credential: HmacCredential | undefined

  constructor(options: UplinkOptions) {
    const { settings } = options
    this.#options = options
    this.#settings = settings
    this.#events = options.events
    this.credential = settings.auth
    this.#reconnector = new Reconnector(settings.clock, settings.backoff, settings.random)
    this.#resync = new Resync(settings.clock, settings.random)
    this.#resigning = new Resync(settings.clock, settings.random)
    this.#rotation = new Rotation({
      clock: settings.clock,
      afterMs: settings.rotateAfterMs,
      mostHeld: Math.ceil(settings.buffer.capacity / 2),
      open: () => this.#openNext(),
      leave: (link) => this.#leave(link),
      takeOver: (link, held) => this.#takeOver(link, held),
    })
    this.#link = this.#connect()
  }

  get state(): SessionState {
    return this.#state
  }

  /** Sends what is missing for everything wanted to be subscribed. */
  pump(): void {
    if (this.#isOpen()) this.#link.requests.pump()
    this.#rotation.next?.requests.pump()
  }

  /** Asks for fresh snapshots. Where there is no connection they come with the next one anyway. */
  refresh(matches: (held: Interest) => boolean): void {
    if (this.#isOpen()) this.#link.requests.refresh(matches)
  }

  /** Asks for fresh snapshots of what is in doubt, whether or not its subscription has been confirmed. */
  renew(matches: (held: Interest) => boolean): void {
    if (!this.#isOpen()) return
    this.#link.requests.doubt(matches)
    this.#link.requests.pump()
  }

  /** Whether the server has confirmed an interest on the connection of now. */
  holds(key: string, signed: boolean): boolean {
    return this.#link.requests.holds(key, signed)
  }

  /** Stops or starts reading, where the platform can. */
  pause(paused: boolean): void {
    this.#paused = paused
    if (paused) {
      this.#link.connection.pause()
      // What the next connection tells would pile up behind the slow consumer.
      if (this.#rotation.next !== undefined) this.#rotation.postpone()
    } else this.#link.connection.resume()
  }

  /** Gives the connection up for a new one. */
  drop(reason: string): void {
    this.#link.connection.drop(reason)
  }

  /** Ends the connection for good. */
  async close(): Promise<void> {
    this.#reconnector.stop()
    this.#resync.stop()
    this.#resigning.stop()
    this.#rotation.abandon()
    this.#move('close')
    this.#leave(this.#link)
    await Promise.all(this.#leaving)
  }

  // --- The connection ---

  #connect(): Link {
    const requests = { wanted: this.#options.wanted, isPaused: () => this.#paused }
    // A connection that is being prepared beside the one in use reports to the rotation.
    const isUsed = (link: Link): boolean => link === this.#link
    return openLink(this.#settings, requests, {
      onOpen: (link) => (isUsed(link) ? this.#onOpen(link) : this.#onPrepared(link)),
      onMessage: (link, message, text) =>
        isUsed(link) ? this.#onMessage(link, message, text) : this.#rotation.onMessage(link, message, text),
      onUnknown: (_, frame) => this.#events.emit('unknown', frame),
      onCorrupt: (link, reason) => (isUsed(link) ? this.#onCorrupt(link, reason) : this.#rotation.postpone()),
      onLate: (link) => isUsed(link) && this.#onLate(),
      onRecovered: (link) => isUsed(link) && this.#onRecovered(link),
      onClosed: (link, code, reason, cause) =>
        isUsed(link) ? this.#onClosed(link, code, reason, cause) : this.#rotation.postpone(),
      send: (link, plan) => this.#send(link, plan),
      onAnswer: (link, plan, answer) => {
        if (isUsed(link)) this.#onAnswer(plan, answer)
        else if (answer.kind === 'refused') this.#rotation.postpone()
      },
      onTimeout: (link, plan) => {
        if (isUsed(link)) this.#options.onTimeout(plan)
        else this.#rotation.postpone()
      },
    })
  }

  /** The next connection beside the one in use, unless this is no time for it. */
  #openNext(): Link | undefined {
    if (this.#paused) return undefined
    try {
      return this.#connect()
    } catch {
      // The one in use is as good as before; another is tried when the time is up again.
      return undefined
    }
  }

  #leave(link: Link): void {
    link.requests.stop()
    const closed = link.connection.close().finally(() => this.#leaving.delete(closed))
    this.#leaving.add(closed)
  }

  #takeOver(link: Link, held: readonly HeldMessage[]): void {
    const old = this.#link
    this.#link = link
    // Both are about the connection that is left.
    this.#resync.cancel()
    this.#resigning.cancel()
    this.#leave(old)
    this.#reconnector.opened()
    if (this.#paused) link.connection.pause()
    if (this.#state === 'stale') {
      this.#move('recovered')
      // Nobody knows what the silent connection has left out; the snapshots of this one make up for it.
      this.#options.onStale('disconnected', () => true)
    }
    this.#events.emit('rotate')
    this.#options.onRotated()
    for (const { message, text } of held) this.#onMessage(link, message, text)
  }

  #onPrepared(link: Link): void {
    link.requests.pump()
    this.#rotation.check(link)
  }

  #onOpen(link: Link): void {
    this.#move('opened')
    this.#reconnector.opened()
    this.#rotation.schedule()
    if (this.#paused) link.connection.pause()
    link.requests.pump()
  }

  #onClosed(link: Link, code: number, reason: string, cause: unknown): void {
    const kind = closeKind(code)
    link.requests.stop()
    this.#resync.cancel()
    this.#resigning.cancel()
    this.#rotation.abandon()
    const delayMs = this.#reconnector.lost(kind, () => {
      this.#move('retry')
      this.#reconnect()
    })
    this.#move('lost')
    this.#options.onStale('disconnected', () => true)
    this.#events.emit('disconnect', { code, kind, reason, delayMs, cause })
  }

  #reconnect(): void {
    try {
      this.#link = this.#connect()
    } catch (cause) {
      this.#onClosed(this.#link, 1006, 'no socket', cause)
    }
  }

  #onLate(): void {
    this.#move('late')
    this.#options.onStale('silence', () => true)
  }

  #onRecovered(link: Link): void {
    this.#move('recovered')
    if (link.requests.inFlight?.signed === true && !link.authenticated) this.#move('signed')
    this.#options.onRecovered()
  }

  #send(link: Link, plan: RequestPlan): void {
    const { clock, clockOffsetMs, signedPath } = this.#settings
    const signer = this.credential === undefined ? undefined : { credential: this.credential, path: signedPath }
    link.connection.send(buildRequest(plan, requestTimestamp(clock.now(), clockOffsetMs), signer))
    if (plan.signed && !link.authenticated && link === this.#link) this.#move('signed')
    this.#events.emit('request', plan)
  }

  #onAnswer(plan: RequestPlan, answer: Settled): void {
    this.#move('answered')
    this.#options.onAnswer(plan, answer)
  }

  // --- What the server says ---

  #onMessage(link: Link, message: ServerMessage, text: string): void {
    this.#events.emit('message', message)
    if (message.channel === 'WEBSOCKET') {
      if (message.update !== 'WELCOME') this.#onConfirmation(link, message)
      this.#move('heard')
      return
    }
    const { status } = message
    if (status !== undefined) this.#onStatus(link, status)
    const duplicate = this.#isDuplicate(link, message, text)
    link.lastText = text
    if (!duplicate && !this.#rotation.isToldAlready(message)) this.#options.onData(message)
  }

  #onConfirmation(link: Link, confirmation: Confirmation): void {
    const { status } = confirmation
    // While a signed request is in flight a bad status is its answer; otherwise it is news about the connection.
    const answers = link.requests.inFlight?.signed === true
    if (status !== undefined && (status === 'AUTHENTICATED' || !answers)) this.#onStatus(link, status)
    link.requests.confirm(confirmation)
    // An answer that nobody waits for any more is a word of the server all the same.
    if (link.requests.inFlight === undefined) this.#move('answered')
  }

  #onStatus(link: Link, status: ConnectionStatus): void {
    if (status === link.status || !isText(status)) return
    link.status = status
    const expired = link.authenticated && (status === 'UNAUTHENTICATED' || status === 'UNAUTHORIZED')
    if (status === 'AUTHENTICATED') link.authenticated = true
    if (expired) link.authenticated = false
    this.#events.emit('status', status)
    if (!expired) return
    const signed = ({ channel, item }: Pick<Interest, 'channel' | 'item'>): boolean =>
      this.#options.wanted.get(interestKey(channel, item))?.signed === true
    this.#options.onStale('unauthenticated', signed)
    this.#resigning.request(() => this.refresh((held) => held.signed))
  }

  /** Judges the sequence number and acts on it. True for a frame that is the one before over again. */
  #isDuplicate(link: Link, message: DataMessage, text: string): boolean {
    const { channel } = message
    const scope = this.#settings.seqnumScope === 'channel' ? channel : this.#options.scopeOf(message)
    const verdict = link.sequence.accept(message, scope)
    if (verdict.kind === 'next') return false
    const { kind, last, seqnum } = verdict
    const coalesced = !link.authenticated
    this.#events.emit(kind, { channel, last, seqnum, coalesced })
    if (kind === 'repeat' && text === link.lastText) return true
    // A batched feed may skip; what it sends is whole in itself.
    if (!coalesced) {
      const isCounted = (interest: Pick<Interest, 'channel' | 'item'>): boolean =>
        scope === channel ? interest.channel === channel : interestKey(interest.channel, interest.item) === scope
      this.#distrust(link, kind, isCounted)
    }
    return false
  }

  #onCorrupt(link: Link, reason: string): void {
    this.#events.emit('violation', { reason })
    this.#distrust(link, 'corrupt', () => true)
  }

  /** Something was missed: what depends on it is stale, and books are fetched anew if the options say so. */
  #distrust(
    link: Link,
    reason: StaleReason,
    concerns: (interest: Pick<Interest, 'channel' | 'item'>) => boolean,
  ): void {
    this.#options.onStale(reason, concerns)
    const { onGap } = this.#settings
    if (onGap === 'reconnect') link.connection.drop(reason)
    if (onGap !== 'resync') return
    link.requests.doubt((held) => held.channel === 'DEPTH' && concerns(held))
    this.#resync.request(() => this.pump())
  }

  // --- State ---

  #isOpen(): boolean {
    return this.#state !== 'connecting' && this.#state !== 'reconnecting' && this.#state !== 'closed'
  }

  #move(event: SessionEvent): void {
    const from = this.#state
    const to = nextState(from, event)
    if (to === from) return
    this.#state = to
    this.#events.emit('state', { from, to })
  }
}
