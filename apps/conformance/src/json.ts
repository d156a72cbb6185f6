/** A value that came out of `JSON.parse`. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export type JsonObject = { [key: string]: Json }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function parseJson(text: string): { ok: true; value: Json } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(text) as Json }
  } catch (cause) {
    return { ok: false, reason: cause instanceof Error ? cause.message : String(cause) }
  }
}

/** Follows a JSON pointer (`#/a/b~1c`) from the root; undefined when it leads nowhere. */
export function atPointer(root: Json, pointer: string): Json | undefined {
  let here: Json | undefined = root
  for (const raw of pointer.replace(/^#/, '').split('/').slice(1)) {
    const key = decodeURIComponent(raw).replaceAll('~1', '/').replaceAll('~0', '~')
    here = Array.isArray(here) ? here[Number(key)] : isObject(here) ? here[key] : undefined
  }
  return here
}

/** The pointer of what is written behind any `$ref` that it leads to. */
export function followed(root: Json, pointer: string): string {
  const here = atPointer(root, pointer)
  const ref = isObject(here) ? here['$ref'] : undefined
  return typeof ref === 'string' ? followed(root, ref) : pointer
}

export function pointerSegment(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
