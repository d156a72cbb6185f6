/** The shapes that bodies and errors can have, by the version that a request asks for. */
export type SchemaVersion = 'v2024_01_01' | 'v2026_01_23'
