/**
 * The states of a session.
 *
 * ```text
 * connecting     --opened-->    open
 * connecting     --lost-->      reconnecting
 * connecting     --close-->     closed
 * open           --signed-->    authenticating
 * open           --heard-->     live
 * open           --late-->      stale
 * open           --lost-->      reconnecting
 * open           --close-->     closed
 * authenticating --answered-->  live
 * authenticating --late-->      stale
 * authenticating --lost-->      reconnecting
 * authenticating --close-->     closed
 * live           --signed-->    authenticating
 * live           --late-->      stale
 * live           --lost-->      reconnecting
 * live           --close-->     closed
 * stale          --recovered--> live
 * stale          --lost-->      reconnecting
 * stale          --close-->     closed
 * reconnecting   --retry-->     connecting
 * reconnecting   --close-->     closed
 * ```
 *
 * - `connecting`: a socket is being opened.
 * - `open`: it is open and the server has said nothing yet.
 * - `authenticating`: a signed request is on its way on a connection that is not authenticated.
 * - `live`: the server has spoken, and nothing says that it stopped.
 * - `stale`: nothing has been heard for too long. The server may be gone, a slow consumer keeps the socket from being read, or the
 *   program did not run for a while; what was delivered may be out of date.
 * - `reconnecting`: the socket is gone; the next one waits for the backoff.
 * - `closed`: by the caller, for good.
 *
 * An event without an edge changes nothing, such as `heard` in `live`. A test compares this drawing with the table below.
 */
export type SessionState = 'connecting' | 'open' | 'authenticating' | 'live' | 'stale' | 'reconnecting' | 'closed'

/** What moves a session from state to state. */
export type SessionEvent =
  | 'opened'
  | 'heard'
  | 'signed'
  | 'answered'
  | 'late'
  | 'recovered'
  | 'lost'
  | 'retry'
  | 'close'

export const edges: Readonly<Record<SessionState, { readonly [event in SessionEvent]?: SessionState }>> = {
  connecting: { opened: 'open', lost: 'reconnecting', close: 'closed' },
  open: { signed: 'authenticating', heard: 'live', late: 'stale', lost: 'reconnecting', close: 'closed' },
  authenticating: { answered: 'live', late: 'stale', lost: 'reconnecting', close: 'closed' },
  live: { signed: 'authenticating', late: 'stale', lost: 'reconnecting', close: 'closed' },
  stale: { recovered: 'live', lost: 'reconnecting', close: 'closed' },
  reconnecting: { retry: 'connecting', close: 'closed' },
  closed: {},
}

/** The state after an event; the same state when it has no such edge. */
export function nextState(state: SessionState, event: SessionEvent): SessionState {
  return edges[state][event] ?? state
}

/** Where a session stands. */
export class StateMachine {
  readonly #onMove: (from: SessionState, to: SessionState) => void
  #state: SessionState = 'connecting'

  constructor(onMove: (from: SessionState, to: SessionState) => void) {
    this.#onMove = onMove
  }

  get state(): SessionState {
    return this.#state
  }

  /** Whether there is an open socket. */
  get isOpen(): boolean {
    return this.#state !== 'connecting' && this.#state !== 'reconnecting' && this.#state !== 'closed'
  }

  move(event: SessionEvent): void {
    const from = this.#state
    const to = nextState(from, event)
    if (to === from) return
    this.#state = to
    this.#onMove(from, to)
  }
}
