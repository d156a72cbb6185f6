import { closeKind, isOnBreach, wantsDistance } from '../connection/close-code.ts'
import type { After } from '../connection/reading-time.ts'
import { Reconnector } from '../connection/reconnector.ts'
import type { ClientEvents } from '../events.ts'
import type { Settings } from '../options.ts'
import { acceptedItems, type Settled } from '../requests/confirmation.ts'
import { keysWhere, type Wanted } from '../requests/interests.ts'
import type { RequestPlan } from '../requests/request.ts'
import type { RequestLoop } from '../requests/request-loop.ts'
import type { Emitter } from '../subscription/emitter.ts'
import type { StaleReason } from '../subscription/subscription.ts'
import type { DataMessage } from '../wire.ts'
import { Inbox } from './inbox.ts'
import { Link } from './link.ts'
import { addsUp, type HeldMessage, Rotation } from './rotation.ts'
import { type SessionState, StateMachine } from './session-state.ts'
import { Signing } from './signing.ts'

/** What an uplink needs to know, and whom it tells. */
export interface UplinkOptions {
  readonly settings: Settings
  readonly events: Emitter<ClientEvents>
  /** Everything that should be subscribed. */
  readonly wanted: ReadonlyMap<string, Wanted>
  /** Whether several want something of these. */
  readonly isShared: (keys: Iterable<string>) => boolean
  /** Names the channel and item of a message in one text, as `interestKey` does. */
  readonly keyOf: (message: DataMessage) => string
  readonly onData: (message: DataMessage) => void
  readonly onAnswer: (plan: RequestPlan, answer: Settled) => void
  readonly onTimeout: (plan: RequestPlan) => void
  /** The server closed the connection instead of answering; because of what was asked, if it had answered others on it. */
  readonly onRefusedByClose: (plan: RequestPlan, loss: unknown, isAnswered: boolean) => void
  /** What was told about some of what is wanted may no longer be true. */
  readonly onStale: (reason: StaleReason, keys: ReadonlySet<string>) => void
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
  /** Counts the time in which the connection of now is read. */
  readonly afterReading: After = (delayMs, run) => this.#link.connection.reading.after(delayMs, run)
  readonly signing: Signing
  readonly #options: UplinkOptions
  readonly #events: Emitter<ClientEvents>
  readonly #states: StateMachine
  readonly #reconnector: Reconnector
  readonly #rotation: Rotation
  readonly #inbox: Inbox
  #link: Link
  /** Connections that are being closed, each until it is gone. */
  readonly #leaving = new Set<Promise<void>>()
  #paused = false
  /** Why the last connection was lost, or could not be made. */
  loss: unknown

  constructor(options: UplinkOptions) {
    const { settings, events, keyOf } = options
    this.#options = options
    this.#events = events
    this.signing = new Signing(settings)
    this.#states = new StateMachine((from, to) => events.emit('state', { from, to }))
    this.#reconnector = new Reconnector(settings.runtime, settings.backoff)
    this.#rotation = new Rotation({
      settings,
      wanted: options.wanted,
      keyOf,
      used: () => this.#link,
      isSilent: () => this.state === 'stale',
      isPaused: () => this.#paused,
      open: () => this.#connect(),
      leave: (link) => this.#leave(link),
      takeOver: (link, held, seamless) => this.#takeOver(link, held, seamless),
    })
    this.#inbox = new Inbox({
      ...options,
      states: this.#states,
      isToldAlready: (message) => this.#rotation.isToldAlready(message),
      onStale: (reason, keys) => this.#onDoubt(reason, keys),
      renew: () => this.pump(),
      // What is on its way is newer than what has expired, and has an answer of its own.
      resign: () => this.refresh(this.#signed),
    })
    this.#link = this.#connect()
  }

  get state(): SessionState {
    return this.#states.state
  }

  /** Whether there is a connection. */
  get isOpen(): boolean {
    return this.#states.isOpen
  }

  /** Sends what is missing for everything wanted to be subscribed. */
  pump(): void {
    if (this.#states.isOpen) this.#link.requests.pump()
    this.#rotation.pump()
  }

  /** Asks for fresh snapshots. Where there is no connection they come with the next one anyway. */
  refresh(keys: Iterable<string>): void {
    if (this.#states.isOpen) this.#link.requests.refresh(keys)
  }

  /** Asks for everything signed once more: the credentials are others now. The next connection has begun with those before. */
  resign(): void {
    this.#rotation.postpone()
    // What is on its way is signed with those before, too.
    this.#link.requests.doubt(this.#signed)
    this.pump()
  }

  get #everything(): ReadonlySet<string> {
    return new Set(this.#options.wanted.keys())
  }

  get #signed(): ReadonlySet<string> {
    return keysWhere(this.#options.wanted, ({ signed }) => signed)
  }

  /** Asks for a fresh snapshot of what is in doubt, whether or not its subscription has been confirmed. */
  renew(key: string): void {
    const { requests, snapshots } = this.#link
    // One that is on its way is missed when it does not come.
    if (!this.#states.isOpen || snapshots.awaits(key)) return
    requests.doubt([key])
    requests.pump()
  }

  /** What the server was asked for on the connection of now. */
  get requests(): Pick<RequestLoop, 'has' | 'holds' | 'follows' | 'isEnding'> {
    return this.#link.requests
  }

  /** Whether nothing is read for now. Never, where the platform cannot stop. */
  get isPaused(): boolean {
    return this.#link.connection.reading.isPaused
  }

  /** Stops or starts reading, where the platform can. */
  pause(paused: boolean): void {
    this.#paused = paused
    if (paused) {
      this.#link.connection.pause()
      // What the next connection tells would pile up behind the slow consumer.
      this.#rotation.postpone()
    } else this.#link.connection.resume()
  }

  /** Gives the connection up for a new one. */
  drop(reason: string): void {
    this.#link.connection.drop(reason)
  }

  /** Ends the connection for good. */
  async close(): Promise<void> {
    this.#reconnector.stop()
    this.#inbox.stop()
    this.#rotation.abandon()
    this.#states.move('close')
    this.#leave(this.#link)
    await Promise.all(this.#leaving)
  }

  // --- The connection in use, and the next one ---

  #connect(): Link {
    // A connection that is being prepared beside the one in use reports to the rotation.
    const isUsed = (link: Link): boolean => link === this.#link
    const { settings, wanted } = this.#options
    return new Link(settings, (link) => (isUsed(link) ? wanted : this.#rotation.wanted), {
      onOpen: (link) => (isUsed(link) ? this.#onOpen(link) : this.#rotation.onOpen(link)),
      onMessage: (link, message, text) => (isUsed(link) ? this.#inbox : this.#rotation).onMessage(link, message, text),
      onUnknown: (_, frame) => this.#events.emit('unknown', frame),
      onCorrupt: (link, ...fault) => (isUsed(link) ? this.#inbox.onCorrupt(link, ...fault) : this.#rotation.postpone()),
      onLate: (link) => (isUsed(link) ? this.#onLate() : this.#rotation.postpone()),
      onRecovered: (link) => isUsed(link) && this.#onRecovered(link),
      onClosed: (link, code, reason, cause) =>
        isUsed(link) ? this.#onClosed(link, code, reason, cause) : this.#rotation.postpone(),
      isShared: this.#options.isShared,
      send: (link, plan) => this.#send(link, plan),
      onAnswer: (link, plan, answer) => {
        if (plan.signed && acceptedItems(plan, answer).length > 0) this.signing.accept(link.signer)
        if (isUsed(link)) this.#onAnswer(plan, answer)
        else if (answer.kind === 'refused') this.#rotation.postpone()
      },
      onTimeout: (link, plan) => (isUsed(link) ? this.#options.onTimeout(plan) : this.#rotation.postpone()),
      onInterrupted: (link, keys) => isUsed(link) && this.#interrupt(keys),
      onOverdue: (link) => link.connection.drop('no snapshot in time'),
    })
  }

  #leave(link: Link): void {
    link.stop()
    const closed = link.connection.close().finally(() => this.#leaving.delete(closed))
    this.#leaving.add(closed)
  }

  #takeOver(link: Link, held: readonly HeldMessage[], seamless: boolean): void {
    const old = this.#link
    this.#link = link
    this.#inbox.forget()
    this.#leave(old)
    // It is neither silent nor waiting for an answer.
    this.#states.move('recovered')
    this.#states.move('answered')
    // The server has confirmed on it what is wanted.
    if (this.#options.wanted.size > 0) this.#states.move('heard')
    if (link.status !== undefined && link.status !== old.status) this.#events.emit('status', link.status)
    // Nobody knows what a silent connection has left out; the snapshots of this one make up for it.
    if (!seamless) this.#options.onStale('disconnected', this.#everything)
    this.#events.emit('rotate')
    this.#options.onRotated()
    link.requests.pump()
    link.held = held.length
    // Books first: one who is slow would leave them at a snapshot that is older than what was known.
    const books = held.filter(({ message }) => message.channel === 'DEPTH')
    const others = held.filter(({ message }) => message.channel !== 'DEPTH')
    // Through the connection: as fast as they are taken, and no longer than it lasts.
    for (const { text } of [...books, ...others]) link.connection.take(text)
    // One who is slow with books has left them so.
    if (link.held > others.length) link.connection.fallBehind()
  }

  #onOpen(link: Link): void {
    // Before anybody is told, who may close the client.
    this.#reconnector.opened()
    this.#rotation.schedule()
    this.#states.move('opened')
    if (this.#paused) link.connection.pause()
    link.requests.pump()
  }

  #onClosed(link: Link, code: number, reason: string, cause: unknown): void {
    const kind = closeKind(code)
    const wasOpen = this.#states.isOpen
    const { inFlight, isAnswered } = link.requests
    this.loss = cause ?? new Error(lossOf(`${code} ${kind} ${reason}`.trimEnd(), inFlight))
    // A close for a breach of rules may be the answer, and is where others were answered before.
    const refused = cause === undefined && isOnBreach(kind) ? inFlight : undefined
    // The next connection may go well with what others want.
    const isRefusal = refused !== undefined && (isAnswered || this.#options.isShared(this.#options.wanted.keys()))
    link.stop()
    this.#inbox.forget()
    this.#rotation.abandon()
    const delayMs = this.#reconnector.lost(wantsDistance(kind) && !isRefusal, () => {
      this.#states.move('retry')
      // Whoever was told so may have closed the client.
      if (this.state !== 'closed') this.#reconnect()
    })
    this.#states.move('lost')
    // A connection that could not be made has told nothing.
    if (wasOpen) this.#options.onStale('disconnected', this.#everything)
    if (refused?.action === 'subscribe') this.#options.onRefusedByClose(refused, this.loss, isAnswered)
    this.#events.emit('disconnect', { code, kind, reason, delayMs, cause })
  }

  #reconnect(): void {
    try {
      this.#link = this.#connect()
    } catch (cause) {
      this.#onClosed(this.#link, 1006, 'no socket', cause)
    }
  }

  /** What the connection in use has left out of what adds up, the next one would tell behind what came after it. */
  #onDoubt(reason: StaleReason, keys: ReadonlySet<string>): void {
    const { wanted, onStale } = this.#options
    if (keysWhere(wanted, ({ channel }, key) => addsUp(channel) && keys.has(key)).size > 0) this.#rotation.postpone()
    onStale(reason, keys)
  }

  #onLate(): void {
    this.#states.move('late')
    this.#options.onStale('silence', this.#everything)
  }

  #onRecovered(link: Link): void {
    this.#states.move('recovered')
    if (link.requests.inFlight?.signed === true && !link.authenticated) this.#states.move('signed')
    this.#options.onRecovered()
  }

  // --- Requests and their answers ---

  #send(link: Link, plan: RequestPlan): void {
    if (plan.signed) link.signer = this.signing.signer
    link.connection.send(this.signing.request(plan))
    if (link === this.#link) {
      if (plan.signed && !link.authenticated) this.#states.move('signed')
      if (plan.action === 'subscribe') this.#rotation.renew(plan)
    } else if (plan.action === 'subscribe') this.#rotation.begin(plan)
    this.#events.emit('request', plan)
  }

  /** What is wanted of it will be asked for anew; until then nobody tells what happens. */
  #interrupt(keys: Iterable<string>): void {
    const { wanted, onStale } = this.#options
    onStale('resubscribing', new Set([...keys].filter((key) => wanted.has(key))))
  }

  #onAnswer(plan: RequestPlan, answer: Settled): void {
    this.#states.move('answered')
    this.#options.onAnswer(plan, answer)
    this.#rotation.pump()
  }
}

/** Whether the server closes the connection on a request that it refuses is unknown (question `W9`), so the request is named. */
function lossOf(close: string, unanswered: RequestPlan | undefined): string {
  const loss = `The connection was lost: ${close}`
  if (unanswered === undefined) return loss
  const { signed, channels, items } = unanswered
  return `${loss}, instead of an answer to ${signed ? 'a signed' : 'a'} request for ${channels.join('+')} ${items.join(', ')}`
}
