import type { HmacCredential } from '@truemarkets/core'
import { Connection, type ConnectionHandlers } from '../connection/connection.ts'
import type { ConnectionStatus } from '../generated/messages.ts'
import type { Settings } from '../options.ts'
import { acceptedItems } from '../requests/confirmation.ts'
import type { Wanted } from '../requests/interests.ts'
import { keysOf, type RequestPlan } from '../requests/request.ts'
import { RequestLoop, type RequestLoopOptions } from '../requests/request-loop.ts'
import { Snapshots } from '../requests/snapshots.ts'
import { isText, type StatusNote } from '../wire.ts'
import { SequenceTracker } from './sequence.ts'

/** What a link reports; each call names the link, since a session may have moved on to another. */
export type LinkHandlers = Pick<RequestLoopOptions, 'isShared'> & {
  readonly [name in keyof ConnectionHandlers]: (link: Link, ...args: Parameters<ConnectionHandlers[name]>) => void
} & {
  readonly [name in 'onAnswer' | 'onTimeout' | 'onInterrupted' | 'send']: (
    link: Link,
    ...args: Parameters<RequestLoopOptions[name]>
  ) => void
} & { readonly onOverdue: (link: Link) => void }

/** One connection and what is true of it alone. All of it goes with the connection. */
export class Link {
  readonly connection: Connection
  readonly requests: RequestLoop
  readonly snapshots: Snapshots
  readonly sequence: SequenceTracker
  /** Whether a signed request was accepted on it. */
  authenticated = false
  /** Has signed the last request on it that was signed. */
  signer: HmacCredential | undefined
  /** The status that the server named last. */
  status: ConnectionStatus | undefined
  /** How many messages that came before it took over are still to be delivered. Their status is an old one. */
  held = 0
  /** The data frame before this one, to tell a repeated frame. */
  lastText = ''

  /**
   * Opens the connection. Nothing is reported before this returns.
   *
   * @param wanted Everything that should be subscribed on it.
   */
  constructor(settings: Settings, wanted: (link: Link) => ReadonlyMap<string, Wanted>, on: LinkHandlers) {
    const { runtime, requestTimeoutMs: timeoutMs, maxItemsPerRequest: maxItems, firstUpdate } = settings
    this.connection = new Connection(settings, {
      onOpen: () => on.onOpen(this),
      onMessage: (message, text) => on.onMessage(this, message, text),
      onUnknown: (frame) => on.onUnknown(this, frame),
      onCorrupt: (reason, channel) => on.onCorrupt(this, reason, channel),
      onLate: () => on.onLate(this),
      onRecovered: () => on.onRecovered(this),
      onClosed: (code, reason, cause) => on.onClosed(this, code, reason, cause),
    })
    const { after: afterReading } = this.connection.reading
    this.sequence = new SequenceTracker(firstUpdate)
    this.snapshots = new Snapshots({ afterReading, timeoutMs, onOverdue: () => on.onOverdue(this) })
    this.requests = new RequestLoop({
      wanted: () => wanted(this),
      runtime,
      afterReading,
      timeoutMs,
      maxItems,
      isShared: on.isShared,
      send: (plan) => {
        for (const key of booksOf(plan)) {
          if (plan.action === 'subscribe') this.snapshots.ask(key)
          else this.snapshots.forget(key)
        }
        on.send(this, plan)
      },
      onAnswer: (plan, answer) => {
        const items = acceptedItems(plan, answer)
        // The status that says so may be left out.
        if (plan.signed && items.length > 0) this.authenticated = true
        if (plan.action === 'subscribe') for (const key of booksOf({ ...plan, items })) this.snapshots.confirm(key)
        on.onAnswer(this, plan, answer)
      },
      onTimeout: (plan) => on.onTimeout(this, plan),
      onInterrupted: (keys) => on.onInterrupted(this, keys),
    })
  }

  /**
   * Takes note of the status of the connection that a message tells, if any. While a signed request is in flight a bad one is its
   * answer; otherwise, and in an UPDATE, it is news about the connection.
   *
   * @returns `expired` where what was signed is taken for signed no longer.
   */
  noteStatus({ channel, update, status }: StatusNote): 'same' | 'changed' | 'expired' {
    if (status === this.status || !isText(status)) return 'same'
    const answers = channel === 'WEBSOCKET' && update !== 'UPDATE' && this.requests.inFlight?.signed === true
    if (answers && status !== 'AUTHENTICATED') return 'same'
    const expired = this.authenticated && (status === 'UNAUTHENTICATED' || status === 'UNAUTHORIZED')
    this.status = status
    if (status === 'AUTHENTICATED') this.authenticated = true
    if (expired) this.authenticated = false
    return expired ? 'expired' : 'changed'
  }

  /** Leaves no timer behind, and sends nothing more on it. */
  stop(): void {
    this.requests.stop()
    this.snapshots.stop()
  }
}

function booksOf(plan: RequestPlan): readonly string[] {
  return plan.channels.includes('DEPTH') ? keysOf({ ...plan, channels: ['DEPTH'] }) : []
}
