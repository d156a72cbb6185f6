import type { CloseKind } from './connection/close-code.ts'
import type { ConnectionStatus, SubscribableChannel } from './generated/messages.ts'
import type { ServerMessage } from './generated/unions.ts'
import type { RequestPlan } from './requests/request.ts'
import type { SessionState } from './session/session-state.ts'
import type { DataMessage } from './wire.ts'

/** Events of a client. None of them holds a secret. */
export type ClientEvents = {
  /** The session moved on. */
  readonly state: readonly [change: { readonly from: SessionState; readonly to: SessionState }]
  /** Every message that the contract knows, before it is delivered. */
  readonly message: readonly [message: ServerMessage]
  /** A request was sent. */
  readonly request: readonly [plan: RequestPlan]
  /** The connection is gone and another one will be tried, `delayMs` from now. */
  readonly disconnect: readonly [
    loss: {
      readonly code: number
      readonly kind: CloseKind
      readonly reason: string
      readonly delayMs: number
      readonly cause: unknown
    },
  ]
  /**
   * The server has not ended what nobody wants any more: it refused, with the `status` it gave, or did not answer. It is asked
   * again, at once and then after waits that grow, until it does or the connection ends.
   */
  readonly lingering: readonly [
    left: {
      readonly channels: readonly SubscribableChannel[]
      readonly items: readonly string[]
      readonly reason: 'refused' | 'unanswered'
      readonly status: ConnectionStatus | undefined
    },
  ]
  /** The next connection took over from the one before, under `rotateAfterMs`. */
  readonly rotate: readonly []
  /** The server's view of the connection changed. */
  readonly status: readonly [status: ConnectionStatus]
  /**
   * Sequence numbers were skipped. `coalesced` feeds, those of a connection without credentials, may skip: nothing is
   * done about it there.
   */
  readonly gap: readonly [fault: SequenceFault]
  /** A sequence number came that is not above the last one. A frame that repeats the one before is not delivered again. */
  readonly repeat: readonly [fault: SequenceFault]
  /** A well-formed frame that the contract does not know. */
  readonly unknown: readonly [frame: Readonly<Record<string, unknown>>]
  /** A frame that could not be read, or one that breaks the contract under `validate: 'contract'`. */
  readonly violation: readonly [violation: { readonly reason: string }]
  /** A message that no subscription wants, such as one that was on its way while the item was unsubscribed. */
  readonly unrouted: readonly [message: DataMessage]
}

const NAMES: { readonly [name in keyof ClientEvents]: true } = {
  state: true,
  message: true,
  request: true,
  disconnect: true,
  lingering: true,
  rotate: true,
  status: true,
  gap: true,
  repeat: true,
  unknown: true,
  violation: true,
  unrouted: true,
}

/** Every event of a client. */
export const CLIENT_EVENTS = /* @__PURE__ */ Object.keys(NAMES) as readonly (keyof ClientEvents)[]

/** Where the numbers of a channel went wrong. */
export interface SequenceFault {
  /** The channel, whose messages are numbered together, or item by item under `seqnumScope: 'channel-item'`. */
  readonly channel: SubscribableChannel
  /** The number before, as it came. */
  readonly last: string
  /** The number that does not follow on it, as it came. */
  readonly seqnum: string
  /** Whether the feed is batched and may skip, as it is without credentials. */
  readonly coalesced: boolean
}
