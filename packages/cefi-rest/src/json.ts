/** A JSON object as it comes off the wire: any member may be missing or new. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a decoded value is a JSON object, and neither an array nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
