import type { SubscribableChannel } from '../generated/messages.ts'
import type { Settings } from '../options.ts'
import { type Interest, keysWhere, mayBeOf, type Wanted } from '../requests/interests.ts'
import { keysOf, type RequestPlan } from '../requests/request.ts'
import type { DataMessage, KnownMessage } from '../wire.ts'
import type { Link } from './link.ts'
import { Overlap } from './overlap.ts'

/** What a rotation needs, and whom it tells. */
export interface RotationOptions {
  readonly settings: Settings
  /** Everything that should be subscribed. */
  readonly wanted: ReadonlyMap<string, Wanted>
  /** Names the channel and item of a message in one text, as `interestKey` does. */
  readonly keyOf: (message: DataMessage) => string
  /** The connection in use. */
  readonly used: () => Link
  /** Whether nothing was heard on it for too long. */
  readonly isSilent: () => boolean
  /** Whether a slow consumer keeps it from being read. */
  readonly isPaused: () => boolean
  /** Opens another connection beside the one in use. */
  readonly open: () => Link
  /** Closes a connection that is no longer needed. */
  readonly leave: (link: Link) => void
  /**
   * The other connection has everything subscribed: it takes over, and these messages of it are to be delivered. Unless it is
   * `seamless`, what was told until then may have ended before they begin.
   */
  readonly takeOver: (link: Link, messages: readonly HeldMessage[], seamless: boolean) => void
}

/** A message of the next connection, kept until it takes over. */
export interface HeldMessage {
  readonly message: DataMessage
  readonly text: string
}

/** Whether the messages of a channel add to what came before, so that none may be missing and none come twice. */
export function addsUp(channel: SubscribableChannel): boolean {
  return channel === 'TRADE' || channel === 'DROPCOPY'
}

/** Twice the usual time between two batches, which the exchange sets and may change, in milliseconds. */
const BATCH_MS = 2000

/** How long after the change the new connection may still tell what the old one told, in milliseconds. */
const OVERLAP_MS = 10_000

/**
 * Leaves a connection before it ages, and opens the next one first, so that nothing is missed in between. When the next one has
 * everything, something of what the old one tells may still be on its way, and without credentials it may wait on the server for
 * the next batch; or the old one may have died unnoticed before the next one began. So the next batch is waited for, and then an
 * answer of the old one.
 *
 * While both are open, both tell the same. What replaces what came before (INSTRUMENT, EBBO, DEPTH) does no harm twice.
 * What adds to it (TRADE, DROPCOPY) is counted as the old connection tells it and left out when the new one does.
 *
 * A book may step back by a few updates: the next connection may tell the same later, and nothing tells how its state relates to
 * the one that is known, since a new connection begins its numbers anew. It is `syncing` then, and live as of the last message of the
 * connection in use, as always.
 */
export class Rotation {
  readonly #options: RotationOptions
  readonly #overlap: Overlap
  #next: Link | undefined
  #held: HeldMessage[] = []
  /** Runs until the next connection is to be opened, and then while it owes a snapshot. */
  #stopTimer: (() => void) | undefined
  /** Runs while the last batch of the connection in use is awaited, and then while it is to answer. */
  #endWait: (() => void) | undefined

  constructor(options: RotationOptions) {
    this.#options = options
    this.#overlap = new Overlap(options.keyOf)
  }

  /** A connection is in use from now on. */
  schedule(): void {
    const { runtime, rotateAfterMs } = this.#options.settings
    if (rotateAfterMs === undefined) return
    this.#stopTimer?.()
    this.#stopTimer = runtime.after(rotateAfterMs, () => {
      this.#stopTimer = undefined
      this.#next = this.#open()
      if (this.#next === undefined) this.schedule()
    })
  }

  #open(): Link | undefined {
    const { isPaused, open } = this.#options
    // What the next connection tells would pile up behind the slow consumer.
    if (isPaused()) return undefined
    try {
      return open()
    } catch {
      // The one in use is as good as before; another is tried when the time is up again.
      return undefined
    }
  }

  /** Gives up the next connection, if there is one. The one in use is not touched. */
  abandon(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
    this.#stopWaiting()
    const next = this.#next
    this.#next = undefined
    this.#held = []
    this.#overlap.clear()
    if (next !== undefined) this.#options.leave(next)
  }

  /** Gives up the next connection, if there is one, as one with which something is wrong. Another is tried when the time is up again. */
  postpone(): void {
    if (this.#next === undefined) return
    this.abandon()
    this.schedule()
  }

  /**
   * The next connection asks for this now. What it has told of that before was for one who is gone, and what the one in use is
   * waited for says nothing of what begins only now.
   */
  begin({ channels, items }: RequestPlan): void {
    const added = keysOf({ channels: channels.filter(addsUp), items })
    if (added.length === 0) return
    this.#forget(added)
    this.#stopWaiting()
  }

  /**
   * The connection in use asks for this now. What the next one has asked for already tells what came before that, so it asks anew,
   * too, and later. Once it has taken over, a snapshot of that is newer than what the old one told.
   */
  renew({ channels, items }: RequestPlan): void {
    const added = keysOf({ channels: channels.filter(addsUp), items })
    if (this.#next === undefined) this.#overlap.renew(added)
    else this.#next.requests.doubt(added)
  }

  /** The next connection is open. */
  onOpen(link: Link): void {
    link.requests.pump()
    this.#check(link)
  }

  /** Sends what the next connection is still to ask for; one that is being opened asks for everything by then. */
  pump(): void {
    if (this.#next?.connection.isOpen === true) this.#next.requests.pump()
  }

  /**
   * What the next connection is to ask for. It waits with what adds up until the one in use is told of it: it would tell what came
   * before that, and nobody would know where that belongs.
   */
  get wanted(): ReadonlyMap<string, Wanted> {
    const { wanted, used } = this.#options
    const { requests } = used()
    return new Map([...wanted].filter(([key, { channel }]) => !addsUp(channel) || requests.has(key)))
  }

  /** Forgets what the next connection has told of these. */
  #forget(keys: Iterable<string>): void {
    this.#held = this.#held.filter(({ message }) => !mayBeOf(this.#options.keyOf(message), keys))
  }

  /** Takes a message of the next connection. */
  onMessage(link: Link, message: KnownMessage, text: string): void {
    const { settings, keyOf } = this.#options
    if (message.channel === 'WEBSOCKET' && message.update === 'WELCOME') return
    // What is signed on it is told no longer, and nothing would say so once it has taken over.
    if (link.noteStatus(message) === 'expired') return this.postpone()
    if (message.channel !== 'WEBSOCKET') {
      // With more than half a buffer of them at once its consumers would fall behind.
      if (this.#held.length * 2 >= settings.buffer.capacity) return this.postpone()
      this.#held.push({ message, text })
      if (message.channel !== 'DEPTH' || message.update !== 'SNAPSHOT') return
      link.snapshots.keep(keyOf(message))
    } else link.requests.confirm(message)
    this.#check(link)
  }

  /** Hands over if the next connection has all that is wanted, and the one in use has answered or has had its time. */
  #check(link: Link): void {
    const { isSilent } = this.#options
    if (this.#next !== link || this.#endWait !== undefined) return
    if (!this.#isReady(link)) return this.#limit(link)
    this.#stopTimer?.()
    this.#stopTimer = undefined
    const added = this.#adding()
    if (isSilent() || added.length === 0) this.#handOver(link, !isSilent())
    else if (added.every(({ signed }) => signed)) this.#part(link)
    else this.#waitFor(BATCH_MS, () => this.#part(link))
  }

  /** Whether it has everything, each book with its snapshot: one without would read as live and not be kept up. */
  #isReady(next: Link): boolean {
    const { wanted, used } = this.#options
    // The snapshots first: they are what it waits for longest, and the first that is missing ends the look.
    return used().snapshots.isCoveredBy(next.snapshots, (key) => wanted.has(key)) && next.requests.settled
  }

  /** What is wanted of which none may be missing and none come twice. */
  #adding(): readonly Interest[] {
    return [...this.#options.wanted.values()].filter(({ channel }) => addsUp(channel))
  }

  /** A server may send no snapshot to a second connection. Then the two of them are not kept side by side for good. */
  #limit({ requests }: Link): void {
    const { runtime, requestTimeoutMs } = this.#options.settings
    if (requests.settled) this.#stopTimer ??= runtime.after(requestTimeoutMs, () => this.postpone())
  }

  /** Gives up what the hand-over waits for; the next check begins to wait anew. */
  #stopWaiting(): void {
    this.#endWait?.()
    this.#endWait = undefined
    this.#options.used().requests.stay()
  }

  #waitFor(delayMs: number, run: () => void): () => void {
    this.#endWait = this.#options.settings.runtime.after(delayMs, () => {
      this.#endWait = undefined
      run()
    })
    return this.#endWait
  }

  #part(link: Link): void {
    const { settings, used, isSilent } = this.#options
    // What is wanted may be more by now.
    if (!this.#isReady(link)) return
    if (isSilent()) return this.#handOver(link, false)
    // Less than it takes to give a silent connection up, which would be the end of the next one too.
    const partMs = Math.ceil(settings.pongTimeoutMs / 2)
    const wait = this.#waitFor(partMs, () => this.#isReady(link) && this.#handOver(link, false))
    used().requests.part(() => {
      // The answer may come after the next connection was given up, or began with more.
      if (this.#endWait === wait && this.#isReady(link)) this.#handOver(link, !isSilent())
    })
  }

  #handOver(link: Link, seamless: boolean): void {
    this.#stopWaiting()
    // What it is still to ask for it may have told of before; what happens until it asks would be missing behind that.
    this.#forget(keysWhere(this.#options.wanted, ({ channel }, key) => addsUp(channel) && !link.requests.has(key)))
    const held = this.#held
    this.#held = []
    this.#next = undefined
    this.#stopTimer?.()
    this.#endOverlap()
    this.#options.takeOver(link, held, seamless)
  }

  /** Ends it when the new connection tells nothing more that the old one told, which may have to wait until it is read. */
  #endOverlap(): void {
    const { settings, isPaused, isSilent } = this.#options
    this.#stopTimer = settings.runtime.after(OVERLAP_MS, () => {
      if (isPaused() || isSilent()) return this.#endOverlap()
      this.#overlap.clear()
      return this.schedule()
    })
  }

  /** Whether the connection before has told this already. To be asked of every message that is about to be delivered. */
  isToldAlready(message: DataMessage): boolean {
    if (!addsUp(message.channel)) return false
    const next = this.#next
    if (next === undefined) return this.#overlap.repeats(message)
    // What came before the next one asked it does not tell.
    if (message.update === 'UPDATE' && next.requests.hasAsked(message.channel)) this.#overlap.note(message)
    return false
  }
}
