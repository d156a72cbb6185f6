import { isRecord } from './json.ts'

const inspect = Symbol.for('nodejs.util.inspect.custom')
const REDACTED = '[redacted]'

/**
 * A secret that cannot be printed by accident: `String`, template literals, `JSON.stringify` and `util.inspect` all
 * give `[redacted]`. Only {@link Secret.reveal} gives the text.
 *
 * @example
 * ```ts
 * const secret = new Secret('s3cret')
 * `${secret}` // '[redacted]'
 * ```
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The secret itself. Call it only where the secret is used. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [inspect](): string {
    return REDACTED
  }
}

/** A {@link Secret}, or one of another copy of this package, as a program has when two versions of it are installed. */
export type SecretText = Pick<Secret, 'reveal'>

/** Whether a value is a secret, of whatever copy: each has a class of its own. */
export function isSecret(value: unknown): value is SecretText {
  return isRecord(value) && typeof value['reveal'] === 'function'
}
