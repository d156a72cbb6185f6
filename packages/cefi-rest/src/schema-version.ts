import type { SchemaVersion } from './generated/types.ts'

/** The header that carries the schema version of a request. */
export const VERSION_HEADER = 'X-Truex-Version'

/** The version that the types describe and that is sent unless another is pinned. */
export const CURRENT_VERSION: SchemaVersion = 'v2026_01_23'

/** Announced ends, RFC 3339 dates (CeFi REST v1.0.5, schema versions). */
export const VERSION_SUNSETS: Readonly<Record<string, string>> = { v2024_01_01: '2026-08-05' }

/** Every schema version a client can pin. */
export const SCHEMA_VERSIONS: readonly SchemaVersion[] = ['v2024_01_01', 'v2026_01_23']
