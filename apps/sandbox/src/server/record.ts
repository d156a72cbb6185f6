export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under this name; an empty one when it is missing. */
export function recordAt(holder: JsonRecord, name: string): JsonRecord {
  const value = holder[name]
  return isRecord(value) ? value : {}
}

/** The text under this name; `undefined` when it is missing or something else. */
export function textAt(holder: unknown, name: string): string | undefined {
  const value = isRecord(holder) ? holder[name] : undefined
  return typeof value === 'string' ? value : undefined
}
