/** One step on the way to a signature. */
export interface Step {
  readonly name: string
  /** Exact text; line breaks and other control characters are escaped when it is shown. */
  readonly value: string
  /** Why it is so, or where it comes from. */
  readonly note: string
}

/** A signature in the making, for comparing with another implementation. No secret is in any part of it. */
export interface Signature {
  readonly recipe: 'challenge' | 'stamp' | 'cefi-rest' | 'cefi-rest-legacy' | 'cefi-ws'
  readonly steps: readonly Step[]
  /** The exact text that is signed. */
  readonly canonical: string
  readonly signature: string
  /** Where it goes: headers, or members of a body, by name. */
  readonly send: Readonly<Record<string, string | number>>
}

/** A time in Unix seconds as a person reads it. */
export function utc(seconds: string): string {
  const time = new Date(Number(seconds) * 1000)
  return Number.isNaN(time.getTime()) ? 'Unix seconds' : `Unix seconds: ${time.toISOString().replace('.000Z', 'Z')}`
}

/** What stands for a secret. It does not even tell the length. */
export const HIDDEN = '[hidden]'

/** How many bytes a text has in UTF-8, in words. */
export function utf8Length(text: string): string {
  const bytes = Buffer.byteLength(text)
  return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'} in UTF-8`
}
