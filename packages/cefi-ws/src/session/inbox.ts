import type { ClientEvents } from '../events.ts'
import type { Confirmation, SubscribableChannel } from '../generated/messages.ts'
import type { Settings } from '../options.ts'
import { type Interest, interestKey, keysWhere } from '../requests/interests.ts'
import { Retries } from '../requests/retries.ts'
import type { Emitter } from '../subscription/emitter.ts'
import type { StaleReason } from '../subscription/subscription.ts'
import type { DataMessage, KnownMessage, StatusNote } from '../wire.ts'
import type { Link } from './link.ts'
import { instrumentIdOf } from './router.ts'
import type { StateMachine } from './session-state.ts'

/** What judging the server's words takes, and who is told. */
export interface InboxOptions {
  readonly settings: Settings
  readonly events: Emitter<ClientEvents>
  readonly states: StateMachine
  /** Everything that should be subscribed. */
  readonly wanted: ReadonlyMap<string, Interest>
  /** Names the channel and item of a message in one text, as `interestKey` does. */
  readonly keyOf: (message: DataMessage) => string
  /** Whether the connection before has told this already. */
  readonly isToldAlready: (message: DataMessage) => boolean
  readonly onData: (message: DataMessage) => void
  /** What was told about some of what is wanted may no longer be true. */
  readonly onStale: (reason: StaleReason, keys: ReadonlySet<string>) => void
  /** What is in doubt is to be asked for anew. */
  readonly renew: () => void
  /** What is signed is to be signed again. */
  readonly resign: () => void
}

/** Judges what the server says on the connection in use: status, sequence numbers, repeats, and frames that nobody can read. */
export class Inbox {
  readonly #options: InboxOptions
  readonly #renewing: Retries
  readonly #resigning: Retries

  constructor(options: InboxOptions) {
    const { runtime } = options.settings
    this.#options = options
    this.#renewing = new Retries(runtime)
    this.#resigning = new Retries(runtime)
  }

  onMessage(link: Link, message: KnownMessage, text: string): void {
    const { events, states, isToldAlready, onData } = this.#options
    events.emit('message', message)
    if (message.channel === 'WEBSOCKET') {
      if (message.update !== 'WELCOME') this.#onConfirmation(link, message)
      states.move('heard')
      return
    }
    if (message.update === 'SNAPSHOT') link.requests.anticipate()
    // Asked before anything is made of its status and number, which may end the subscription that it belongs to.
    const isOutdated = message.channel === 'DEPTH' && this.#isOutdated(link, message)
    if (link.held > 0) link.held--
    else if (statusOf(message) !== link.status) this.#onStatus(link, message)
    const isDuplicate = this.#isDuplicate(link, message, text)
    link.lastText = text
    if (isDuplicate || isToldAlready(message)) return
    if (isOutdated) events.emit('unrouted', message)
    else onData(message)
  }

  onCorrupt(link: Link, reason: string, channel: SubscribableChannel | undefined): void {
    this.#options.events.emit('violation', { reason })
    this.#distrust(link, 'corrupt', (interest) => channel === undefined || channel === interest.channel)
  }

  /** The connection is left: what is asked for on the next one is fresh anyway. */
  forget(): void {
    this.#renewing.cancel()
    this.#resigning.cancel()
  }

  /** Leaves no timer. */
  stop(): void {
    this.#renewing.stop()
    this.#resigning.stop()
  }

  #onConfirmation(link: Link, confirmation: Confirmation): void {
    this.#onStatus(link, confirmation)
    link.requests.confirm(confirmation)
    // An answer that nobody waits for any more is a word of the server all the same.
    if (link.requests.inFlight === undefined) this.#options.states.move('answered')
  }

  #onStatus(link: Link, message: StatusNote): void {
    const { events, wanted, onStale, resign } = this.#options
    const noted = link.noteStatus(message)
    if (noted === 'same' || link.status === undefined) return
    events.emit('status', link.status)
    if (noted !== 'expired') return
    const signed = keysWhere(wanted, (interest) => interest.signed)
    onStale('unauthenticated', signed)
    this.#resigning.request(resign)
  }

  /** Judges the sequence number and acts on it. True for a frame that is the one before over again. */
  #isDuplicate(link: Link, message: DataMessage, text: string): boolean {
    const { settings, events } = this.#options
    const { channel } = message
    const scope = settings.seqnumScope === 'channel' ? channel : this.#itemScopeOf(message)
    const verdict = link.sequence.accept(message, scope)
    if (verdict.kind === 'next') return false
    const { kind, last, seqnum } = verdict
    // What a signed request asks for comes in real time, also before its answer.
    const coalesced = !link.authenticated && link.requests.inFlight?.signed !== true
    events.emit(kind, { channel, last, seqnum, coalesced })
    if (kind === 'repeat' && text === link.lastText) return true
    // A batched feed may skip; what it sends is whole in itself.
    if (coalesced) return false
    const isOfAll = scope === channel || this.#isNameless(message)
    this.#distrust(link, kind, (each, key) => (isOfAll ? each.channel === channel : key === scope))
    return false
  }

  /** The item, or the instrument where nobody has named it. */
  #itemScopeOf(message: DataMessage): string {
    if (!this.#isNameless(message)) return this.#options.keyOf(message)
    return interestKey(message.channel, instrumentIdOf(message) ?? '')
  }

  #isNameless(message: DataMessage): boolean {
    return this.#options.keyOf(message) === interestKey(message.channel, '')
  }

  /**
   * Whether it is the rest of a subscription that is being ended to be made anew. Made of that, a book would read as live, and
   * nobody would tell it of the changes since. Or it is part of a snapshot that follows, on a connection that has just taken over:
   * its number says nothing about the book of the one before.
   */
  #isOutdated({ requests, snapshots, held }: Link, message: DataMessage): boolean {
    const isSnapshot = message.update === 'SNAPSHOT'
    if (!isSnapshot && requests.inFlight === undefined && held === 0) return false
    const key = this.#options.keyOf(message)
    if (this.#options.wanted.has(key) && !requests.follows(key)) return true
    if (isSnapshot) snapshots.arrive(key)
    return snapshots.isKept(key)
  }

  /** Something was missed: what depends on it is stale, and books are fetched anew if the options say so. */
  #distrust(link: Link, reason: StaleReason, concerns: (interest: Interest, key: string) => boolean): void {
    const { settings, wanted, onStale, renew } = this.#options
    onStale(reason, keysWhere(wanted, concerns))
    if (settings.onGap === 'reconnect') link.connection.drop(reason)
    if (settings.onGap !== 'resync') return
    const books = keysWhere(wanted, (interest, key) => interest.channel === 'DEPTH' && concerns(interest, key))
    link.requests.doubt(books)
    if (books.size > 0) this.#renewing.request(renew)
  }
}

function statusOf({ status }: StatusNote): StatusNote['status'] {
  return status
}
