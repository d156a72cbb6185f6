import type { Runtime } from '@truemarkets/core'
import type { SubscribableChannel } from '../generated/messages.ts'
import type { ServerMessage } from '../generated/unions.ts'
import { type Interest, interestKey } from '../requests/interests.ts'
import { type DataMessage, jsonOf } from '../wire.ts'
import { type Link, noteStatus } from './link.ts'

/** What a rotation needs, and whom it tells. */
export interface RotationOptions {
  readonly runtime: Runtime
  /** How long a connection is kept, in milliseconds; undefined for as long as it holds. */
  readonly afterMs: number | undefined
  /** Names the channel and item of a message in one text, as `interestKey` does. */
  readonly keyOf: (message: DataMessage) => string
  /** Whether a connection could take over: it has everything that is wanted. */
  readonly isReady: (link: Link) => boolean
  /** Whether nothing was heard on the connection in use for too long. */
  readonly isSilent: () => boolean
  /** Whether a slow consumer keeps it from being read. */
  readonly isPaused: () => boolean
  /** What is wanted of which none may be missing and none come twice. */
  readonly adding: () => readonly Interest[]
  /** Calls back once the connection in use has told everything that happened before. */
  readonly part: (run: () => void) => void
  /** It need not, for now. */
  readonly stay: () => void
  /** How long that may take, in milliseconds. */
  readonly partMs: number
  /** How long after its last confirmation the next connection may owe a snapshot, in milliseconds. */
  readonly snapshotMs: number
  /** Opens another connection beside the one in use; undefined when this is no time for it. */
  readonly open: () => Link | undefined
  /** How many messages of the next connection may wait for it to take over. More than that, and it is given up for now. */
  readonly mostHeld: number
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
  readonly #told = new Map<string, number>()
  /** What the connection in use was asked for since it took over, while it may still tell what the old one told. */
  readonly #fresh = new Set<string>()
  #next: Link | undefined
  #held: HeldMessage[] = []
  /** Runs until the next connection is to be opened, and then while it owes a snapshot. */
  #stopTimer: (() => void) | undefined
  /** Runs while the last batch of the connection in use is awaited, and then while it is to answer. */
  #endWait: (() => void) | undefined

  constructor(options: RotationOptions) {
    this.#options = options
  }

  /** A connection is in use from now on. */
  schedule(): void {
    const { runtime, afterMs, open } = this.#options
    if (afterMs === undefined) return
    this.#stopTimer?.()
    this.#stopTimer = runtime.after(afterMs, () => {
      this.#stopTimer = undefined
      this.#next = open()
      if (this.#next === undefined) this.schedule()
    })
  }

  /** Gives up the next connection, if there is one. The one in use is not touched. */
  abandon(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
    this.#stopWaiting()
    const next = this.#next
    this.#next = undefined
    this.#held = []
    this.#told.clear()
    this.#fresh.clear()
    if (next !== undefined) this.#options.leave(next)
  }

  /** Gives up the next connection, if there is one, as one with which something is wrong. Another is tried when the time is up again. */
  postpone(): void {
    if (this.#next === undefined) return
    this.abandon()
    this.schedule()
  }

  /**
   * The next connection asks for these now. What it has told of them before was for one who is gone, and what the one in use is
   * waited for says nothing of what begins only now.
   */
  begin(keys: readonly string[]): void {
    this.#forget(keys)
    this.#stopWaiting()
  }

  /**
   * The connection in use asks for these now. What the next one has asked for already tells what came before that, so it asks anew,
   * too, and later. Once it has taken over, a snapshot of them is newer than what the old one told.
   */
  renew(keys: readonly string[]): void {
    if (this.#next !== undefined)
      this.#next.requests.doubt(({ channel, item }) => addsUp(channel) && keys.includes(interestKey(channel, item)))
    else if (this.#told.size > 0) for (const key of keys) this.#fresh.add(key)
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

  /** Forgets what the next connection has told of these. */
  #forget(keys: readonly string[]): void {
    this.#held = this.#held.filter(({ message }) => !this.#isOf(message, keys))
  }

  /** Whether a message is of one of these, or may be, since it names no item. */
  #isOf(message: DataMessage, keys: readonly string[]): boolean {
    const key = this.#options.keyOf(message)
    const itemless = interestKey(message.channel, '')
    return keys.some((each) => each === key || (key === itemless && each.startsWith(itemless)))
  }

  /** Takes a message of the next connection. */
  onMessage(link: Link, message: ServerMessage, text: string): void {
    if (message.channel === 'WEBSOCKET' && message.update === 'WELCOME') return
    // What is signed on it is told no longer, and nothing would say so once it has taken over.
    if (noteStatus(link, message) === 'expired') return this.postpone()
    if (message.channel !== 'WEBSOCKET') {
      if (this.#held.length === this.#options.mostHeld) return this.postpone()
      this.#held.push({ message, text })
      if (message.channel !== 'DEPTH' || message.update !== 'SNAPSHOT') return
      link.snapshots.keep(this.#options.keyOf(message))
    } else link.requests.confirm(message)
    this.#check(link)
  }

  /** Hands over if the next connection has all that is wanted, and the one in use has answered or has had its time. */
  #check(link: Link): void {
    const { isReady, isSilent, adding } = this.#options
    if (this.#next !== link || this.#endWait !== undefined) return
    if (!isReady(link)) return this.#limit(link)
    const added = adding()
    if (isSilent() || added.length === 0) this.#handOver(link, !isSilent())
    else if (added.every(({ signed }) => signed)) this.#part(link)
    else this.#waitFor(BATCH_MS, () => this.#part(link))
  }

  /** A server may send no snapshot to a second connection. Then the two of them are not kept side by side for good. */
  #limit({ requests }: Link): void {
    const { runtime, snapshotMs } = this.#options
    if (requests.settled) this.#stopTimer ??= runtime.after(snapshotMs, () => this.postpone())
  }

  /** Gives up what the hand-over waits for; the next check begins to wait anew. */
  #stopWaiting(): void {
    this.#endWait?.()
    this.#endWait = undefined
    this.#options.stay()
  }

  #waitFor(delayMs: number, run: () => void): () => void {
    this.#endWait = this.#options.runtime.after(delayMs, () => {
      this.#endWait = undefined
      run()
    })
    return this.#endWait
  }

  #part(link: Link): void {
    const { isReady, isSilent, part, partMs } = this.#options
    // What is wanted may be more by now.
    if (!isReady(link)) return
    if (isSilent()) return this.#handOver(link, false)
    const wait = this.#waitFor(partMs, () => isReady(link) && this.#handOver(link, false))
    return part(() => {
      // The answer may come after the next connection was given up, or began with more.
      if (this.#endWait === wait && isReady(link)) this.#handOver(link, !isSilent())
    })
  }

  #handOver(link: Link, seamless: boolean): void {
    this.#stopWaiting()
    const { adding } = this.#options
    const keys = adding().map(({ channel, item }) => interestKey(channel, item))
    // What it is still to ask for it may have told of before; what happens until it asks would be missing behind that.
    this.#forget(keys.filter((key) => !link.requests.has(key)))
    const held = this.#held
    this.#held = []
    this.#next = undefined
    this.#stopTimer?.()
    this.#overlap()
    this.#options.takeOver(link, held, seamless)
  }

  /** Remembers what the old connection told as long as the new one may tell it again, which may have to wait until it is read. */
  #overlap(): void {
    const { runtime, isPaused, isSilent } = this.#options
    this.#stopTimer = runtime.after(OVERLAP_MS, () => {
      if (isPaused() || isSilent()) return this.#overlap()
      this.#told.clear()
      this.#fresh.clear()
      return this.schedule()
    })
  }

  /** Whether the connection before has told this already. To be asked of every message that is about to be delivered. */
  isToldAlready(message: DataMessage): boolean {
    if (!addsUp(message.channel)) return false
    const next = this.#next
    if (next === undefined && this.#told.size === 0) return false
    // A snapshot that was on its way when the new connection took over is older than what the old one told, and would undo it.
    if (message.update !== 'UPDATE') return next === undefined && !this.#isOf(message, [...this.#fresh])
    // Two that are nested too deep to be written are taken for the same.
    const text = `${message.channel} ${jsonOf(message.data ?? null)}`
    const count = this.#told.get(text) ?? 0
    if (next !== undefined) {
      // What came before the next one asked it does not tell.
      if (next.requests.hasAsked(message.channel)) this.#told.set(text, count + 1)
      return false
    }
    if (count > 1) this.#told.set(text, count - 1)
    else this.#told.delete(text)
    return count > 0
  }
}
