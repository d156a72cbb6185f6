import type { TokenSubject } from '../auth/token-subject.ts'
import type { DemoHmacKey } from '../demo-credentials.ts'
import type { Asset, Instrument, Order } from '../exchange/types.ts'
import { isMacOf } from '../server/mac.ts'
import type { SchemaVersion } from './schema-version.ts'

/** The HMAC scheme of the current prefix, and that of the paths before it (CeFi REST, 4). */
export type Scheme = 'current' | 'legacy'

/** The two HMAC schemes have windows of their own, in seconds (CeFi REST, 4.3). */
const WINDOWS = { current: { past: 15, future: 15 }, legacy: { past: 15, future: 1 } }

/** Everything under Service and Market Data, instruments and assets (CeFi REST, 3). */
const PUBLIC_OPERATIONS: ReadonlySet<string> = new Set([
  'getHealth',
  'listVersions',
  'listAssets',
  'listInstruments',
  'listMarketQuotes',
  'computeMarketQuote',
])

/** Every decision of CeFi REST that a client could tell was made wrongly; see `exchangeRules` for why they stand apart. */
export const cefiRestRules = {
  /** Operations that take no credentials (CeFi REST, 3). */
  isPublic: (operationId: string): boolean => PUBLIC_OPERATIONS.has(operationId),

  /** A key belongs to one organization (CeFi REST, 3). */
  isKeyOf: (key: DemoHmacKey, organizationId: string): boolean => key.organizationId === organizationId,

  /** Whether the text is whole Unix seconds within the window of the scheme, both ends included (CeFi REST, 4.3). */
  isInWindow: (timestamp: string, nowSeconds: number, scheme: Scheme): boolean => {
    if (!/^[0-9]{1,12}$/.test(timestamp)) return false
    const age = nowSeconds - Number(timestamp)
    return age <= WINDOWS[scheme].past && -age <= WINDOWS[scheme].future
  },

  /** Whether `signature` is the base64 HMAC-SHA256 of these bytes; the secret counts as its UTF-8 text (CeFi REST, 4). */
  isSigned: (secret: string, bytes: Uint8Array, signature: string): boolean => isMacOf(secret, bytes, signature),

  /** The client of a token: its `client_id`, without which the answer is 401 (CeFi REST, 3). */
  clientOf: ({ clientId }: TokenSubject): string | undefined => clientId,

  /** Whether credentials may act for a client; 403 otherwise (CeFi REST, 11). */
  mayActFor: (clientIds: readonly string[], clientId: string): boolean => clientIds.includes(clientId),

  /** Whether answers of this version come in `data`, and problems in `error` (CeFi REST, 2). */
  isEnveloped: (version: SchemaVersion, _what: 'success' | 'problem'): boolean => version === 'v2026_01_23',

  /** Whether answers of this version say that it is deprecated (CeFi REST, 2). */
  isDeprecated: (version: SchemaVersion): boolean => version === 'v2024_01_01',

  /** The filter of instruments: the whole symbol or a part of it, case-sensitive (CeFi REST, 8.4). */
  hasSymbol: ({ symbol }: Instrument, wanted: string): boolean => symbol.includes(wanted),

  /** The filter of assets (CeFi REST, 8.3). */
  hasName: ({ name }: Asset, wanted: string): boolean => name === wanted,

  /** The filter of orders: the `$in` list of the column `status` (CeFi REST, 9.16). */
  hasStatus: ({ status }: Order, wanted: ReadonlySet<unknown>): boolean => wanted.has(status),

  /** The rows of one page, and where it starts (CeFi REST, 10). */
  pageOf: <Row>(rows: readonly Row[], start: number, size: number): readonly Row[] => rows.slice(start, start + size),
}

export type CefiRestRules = typeof cefiRestRules
