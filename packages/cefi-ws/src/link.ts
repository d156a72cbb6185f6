import { Connection, type ConnectionHandlers } from './connection.ts'
import type { ConnectionStatus } from './generated/messages.ts'
import type { Settings } from './options.ts'
import { RequestLoop, type RequestLoopOptions } from './requests.ts'
import { SequenceTracker } from './sequence.ts'

/** One connection and what is true of it alone. All of it goes with the connection. */
export interface Link {
  readonly connection: Connection
  readonly requests: RequestLoop
  readonly sequence: SequenceTracker
  /** Whether a signed request was accepted on it. */
  authenticated: boolean
  /** The status that the server named last. */
  status: ConnectionStatus | undefined
  /** The data frame before this one, to tell a repeated frame. */
  lastText: string
}

/** What a link reports; each call names the link, since a session may have moved on to another. */
export type LinkHandlers = {
  readonly [name in keyof ConnectionHandlers]: (link: Link, ...args: Parameters<ConnectionHandlers[name]>) => void
} & {
  readonly [name in 'onAnswer' | 'onTimeout' | 'send']: (
    link: Link,
    ...args: Parameters<RequestLoopOptions[name]>
  ) => void
}

/** Opens a connection. Nothing is reported before this returns. */
export function openLink(
  settings: Settings,
  requests: Pick<RequestLoopOptions, 'wanted' | 'isPaused'>,
  on: LinkHandlers,
): Link {
  const link: Link = {
    connection: new Connection(settings, {
      onOpen: () => on.onOpen(link),
      onMessage: (message, text) => on.onMessage(link, message, text),
      onUnknown: (frame) => on.onUnknown(link, frame),
      onCorrupt: (reason) => on.onCorrupt(link, reason),
      onLate: () => on.onLate(link),
      onRecovered: () => on.onRecovered(link),
      onClosed: (code, reason, cause) => on.onClosed(link, code, reason, cause),
    }),
    requests: new RequestLoop({
      ...requests,
      clock: settings.clock,
      timeoutMs: settings.requestTimeoutMs,
      maxItems: settings.maxItemsPerRequest,
      send: (plan) => on.send(link, plan),
      onAnswer: (plan, answer) => on.onAnswer(link, plan, answer),
      onTimeout: (plan) => on.onTimeout(link, plan),
    }),
    sequence: new SequenceTracker(settings.firstUpdate),
    authenticated: false,
    status: undefined,
    lastText: '',
  }
  return link
}
