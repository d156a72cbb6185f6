import type { DemoHmacKey } from '../demo-credentials.ts'
import type { Level, Order } from '../exchange/types.ts'
import { isMacOf } from '../server/mac.ts'
import type { Channel, ConnectionStatus, Mode } from './wire.ts'

/** On every request, signed or not: not in the future, and not older than this (CeFi WebSocket, 4). */
const WINDOW_SECONDS = 15

/** Every decision of the WebSocket that a client could tell was made wrongly; see `exchangeRules` for why they stand apart. */
export const cefiWsRules = {
  /** Whether the text is whole Unix seconds, not ahead of the server and not too old (CeFi WebSocket, 4). */
  isInWindow: (timestamp: string, nowSeconds: number): boolean => {
    if (!/^[0-9]{1,12}$/.test(timestamp)) return false
    const age = nowSeconds - Number(timestamp)
    return age >= 0 && age <= WINDOW_SECONDS
  },

  /** Whether `signature` is the base64 HMAC-SHA256 of `{timestamp}TRUEXWS{key}{path}` (CeFi WebSocket, 4). */
  isSigned: (secret: string, text: string, signature: string): boolean => isMacOf(secret, text, signature),

  /** DROPCOPY needs credentials, and shows the client that they stand for (CeFi WebSocket, 3). */
  mayFollow: (key: DemoHmacKey | undefined, clientId: string): boolean => key?.clientId === clientId,

  /** A signed request that was accepted makes the connection authenticated (CeFi WebSocket, 3). */
  statusAfter: (status: ConnectionStatus, mode: Mode): ConnectionStatus =>
    mode === 'signed' ? 'AUTHENTICATED' : status,

  /** What was asked for with credentials flows in real time, anything else in batches (CeFi WebSocket, 3). */
  isBatched: (modes: ReadonlySet<Mode>): boolean => !modes.has('signed'),

  /** Channels that begin with a SNAPSHOT (CeFi WebSocket, 7). */
  hasSnapshot: (channel: Channel): boolean => channel !== 'TRADE',

  /** SNAPSHOT_COMPLETE comes once for each item, after its snapshot (CeFi WebSocket, 5.10). */
  endsSnapshot: (_channel: Channel): boolean => true,

  /** The number after this one, on one channel (CeFi WebSocket, 8). */
  numberAfter: (number: bigint): bigint => number + 1n,

  /** What an update of DEPTH says of a level: its absolute size, and zero removes it (CeFi WebSocket, 5.8). */
  changedLevel: (level: Level): Level => level,

  /** How often an update is told: once, under a number of its own (CeFi WebSocket, 8). */
  timesTold: (_channel: Channel): number => 1,

  /** Unsubscribing works per channel and item (CeFi WebSocket, 7). */
  isUnsubscribed: (_channel: Channel, _item: string): boolean => true,

  /** What nobody is subscribed to any more is told no longer (CeFi WebSocket, 7). */
  fallsSilent: (_channel: Channel): boolean => true,

  /** DROPCOPY tells every change of an order: new orders, fills, cancels, changes (CeFi WebSocket, 5.9). */
  isReported: (_order: Order): boolean => true,
}

export type CefiWsRules = typeof cefiWsRules
