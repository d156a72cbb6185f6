import type { HmacCredential } from '@truemarkets/core'
import { Connection, type ConnectionHandlers } from '../connection/connection.ts'
import type { Confirmation, ConnectionStatus } from '../generated/messages.ts'
import type { Settings } from '../options.ts'
import { acceptedItems } from '../requests/confirmation.ts'
import type { Wanted } from '../requests/interests.ts'
import type { RequestPlan } from '../requests/request.ts'
import { keysOf } from '../requests/request-keys.ts'
import { RequestLoop, type RequestLoopOptions } from '../requests/request-loop.ts'
import { Snapshots } from '../requests/snapshots.ts'
import { type DataMessage, isText } from '../wire.ts'
import { SequenceTracker } from './sequence.ts'

/** One connection and what is true of it alone. All of it goes with the connection. */
export interface Link {
  readonly connection: Connection
  readonly requests: RequestLoop
  readonly snapshots: Snapshots
  readonly sequence: SequenceTracker
  /** Whether a signed request was accepted on it. */
  authenticated: boolean
  /** Has signed the last request on it that was signed. */
  signer: HmacCredential | undefined
  /** The status that the server named last. */
  status: ConnectionStatus | undefined
  /** How many messages that came before it took over are still to be delivered. Their status is an old one. */
  held: number
  /** The data frame before this one, to tell a repeated frame. */
  lastText: string
}

/** What a link reports; each call names the link, since a session may have moved on to another. */
export type LinkHandlers = Pick<RequestLoopOptions, 'isShared'> & {
  readonly [name in keyof ConnectionHandlers]: (link: Link, ...args: Parameters<ConnectionHandlers[name]>) => void
} & {
  readonly [name in 'onAnswer' | 'onTimeout' | 'onInterrupted' | 'send']: (
    link: Link,
    ...args: Parameters<RequestLoopOptions[name]>
  ) => void
} & { readonly onOverdue: (link: Link) => void }

/**
 * Opens a connection. Nothing is reported before this returns.
 *
 * @param wanted Everything that should be subscribed on it.
 */
export function openLink(
  settings: Settings,
  wanted: (link: Link) => ReadonlyMap<string, Wanted>,
  on: LinkHandlers,
): Link {
  const { runtime, requestTimeoutMs: timeoutMs, maxItemsPerRequest: maxItems, firstUpdate } = settings
  const connection = new Connection(settings, {
    onOpen: () => on.onOpen(link),
    onMessage: (message, text) => on.onMessage(link, message, text),
    onUnknown: (frame) => on.onUnknown(link, frame),
    onCorrupt: (reason, channel) => on.onCorrupt(link, reason, channel),
    onLate: () => on.onLate(link),
    onRecovered: () => on.onRecovered(link),
    onClosed: (code, reason, cause) => on.onClosed(link, code, reason, cause),
  })
  const { after: afterReading } = connection.reading
  const snapshots = new Snapshots({ afterReading, timeoutMs, onOverdue: () => on.onOverdue(link) })
  const link: Link = {
    connection,
    requests: new RequestLoop({
      wanted: () => wanted(link),
      runtime,
      afterReading,
      timeoutMs,
      maxItems,
      isShared: on.isShared,
      send(plan) {
        for (const key of booksOf(plan)) {
          if (plan.action === 'subscribe') snapshots.ask(key)
          else snapshots.forget(key)
        }
        on.send(link, plan)
      },
      onAnswer(plan, answer) {
        const items = acceptedItems(plan, answer)
        // The status that says so may be left out.
        if (plan.signed && items.length > 0) link.authenticated = true
        if (plan.action === 'subscribe') for (const key of booksOf({ ...plan, items })) snapshots.confirm(key)
        on.onAnswer(link, plan, answer)
      },
      onTimeout: (plan) => on.onTimeout(link, plan),
      onInterrupted: (keys) => on.onInterrupted(link, keys),
    }),
    snapshots,
    sequence: new SequenceTracker(firstUpdate),
    authenticated: false,
    signer: undefined,
    status: undefined,
    held: 0,
    lastText: '',
  }
  return link
}

/**
 * Takes note of the status of the connection that a message tells, if any. While a signed request is in flight a bad one is its
 * answer; otherwise, and in an UPDATE, it is news about the connection.
 *
 * @returns `expired` where what was signed is taken for signed no longer.
 */
export function noteStatus(link: Link, message: Confirmation | DataMessage): 'same' | 'changed' | 'expired' {
  const { channel, update, status } = message
  if (status === link.status || !isText(status)) return 'same'
  const answers = channel === 'WEBSOCKET' && update !== 'UPDATE' && link.requests.inFlight?.signed === true
  if (answers && status !== 'AUTHENTICATED') return 'same'
  const expired = link.authenticated && (status === 'UNAUTHENTICATED' || status === 'UNAUTHORIZED')
  link.status = status
  if (status === 'AUTHENTICATED') link.authenticated = true
  if (expired) link.authenticated = false
  return expired ? 'expired' : 'changed'
}

/** Leaves no timer of a link behind, and sends nothing more on it. */
export function stopLink({ requests, snapshots }: Link): void {
  requests.stop()
  snapshots.stop()
}

function booksOf(plan: RequestPlan): readonly string[] {
  return plan.channels.includes('DEPTH') ? keysOf({ ...plan, channels: ['DEPTH'] }) : []
}
