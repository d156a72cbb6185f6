/**
 * Why a connection ended, read from its close code (RFC 6455 §7.4.1 and the IANA registry).
 *
 * - `normal` (1000): the server was done with it.
 * - `going-away` (1001): the server or a proxy leaves.
 * - `lost` (1005, 1006): no reason was given, or there was no close frame at all.
 * - `bad-frame` (1002, 1003, 1007): one side could not read the other.
 * - `refused` (1008): a rule was broken, such as credentials or a connection limit.
 * - `too-large` (1009): a frame was longer than allowed.
 * - `server-failed` (1011), `restarting` (1012), `busy` (1013): trouble on the server.
 * - `other`: anything else.
 */
export type CloseKind =
  | 'normal'
  | 'going-away'
  | 'lost'
  | 'bad-frame'
  | 'refused'
  | 'too-large'
  | 'server-failed'
  | 'restarting'
  | 'busy'
  | 'other'

const KINDS: Readonly<Record<number, CloseKind>> = {
  1000: 'normal',
  1001: 'going-away',
  1002: 'bad-frame',
  1003: 'bad-frame',
  1005: 'lost',
  1006: 'lost',
  1007: 'bad-frame',
  1008: 'refused',
  1009: 'too-large',
  1011: 'server-failed',
  1012: 'restarting',
  1013: 'busy',
}

export function closeKind(code: number): CloseKind {
  return KINDS[code] ?? 'other'
}

/** Whether one side found fault with what the other had sent. */
export function isOnBreach(kind: CloseKind): boolean {
  return kind === 'refused' || kind === 'bad-frame'
}

/** Whether the server asked to be left alone for a while: such a close waits under the greatest ceiling at once. */
export function wantsDistance(kind: CloseKind): boolean {
  return kind === 'refused' || kind === 'busy'
}
