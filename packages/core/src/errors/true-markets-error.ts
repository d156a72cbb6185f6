import type { ErrorCode } from './codes.ts'

/** What an error may know about the call it ended. Nothing in here is secret. */
export interface ErrorDetails {
  /** The named operation, for example `createOrder`; absent where no call was involved. */
  readonly operation?: string | undefined
  /** HTTP status of the answer, where there was one. */
  readonly status?: number | undefined
  /** The server's id for the request, worth quoting to support. */
  readonly requestId?: string | undefined
  /** How many attempts were made, with those that reached no server. 0 means that none was made: nothing left this machine. */
  readonly attempts?: number | undefined
  /** The failure underneath. */
  readonly cause?: unknown
}

/** The parts that a class or its caller decides. */
export interface ErrorParts extends ErrorDetails {
  /** One of the closed set. */
  readonly code: ErrorCode
  /** One sentence: what to do now. */
  readonly nextStep: string
  /** Whether sending the same call again, later, can succeed without any other change. */
  readonly retryable?: boolean
}

/**
 * Base of every error the clients throw.
 *
 * `message` says what happened, `nextStep` what to do about it. No field holds a key, a token, a signature or a body.
 *
 * @example
 * ```ts
 * try {
 *   await gateway.getBalances()
 * } catch (error) {
 *   if (error instanceof TrueMarketsError) console.error(error.code, error.nextStep)
 *   else throw error
 * }
 * ```
 */
export class TrueMarketsError extends Error {
  override readonly name: string = 'TrueMarketsError'
  /** One of a closed set, see {@link ErrorCode}. */
  readonly code: ErrorCode
  /** The named operation, for example `createOrder`. */
  readonly operation: string | undefined
  /** HTTP status, where an answer arrived. */
  readonly status: number | undefined
  /** The server's id for the request, worth quoting to support. */
  readonly requestId: string | undefined
  /** How many attempts were made, with those that reached no server; 0 when none was made and nothing left this machine. */
  readonly attempts: number
  /** Whether the same call may succeed later with nothing else changed. */
  readonly retryable: boolean
  /** What to do now, in one sentence. */
  readonly nextStep: string

  constructor(message: string, parts: ErrorParts) {
    super(message, parts.cause === undefined ? undefined : { cause: parts.cause })
    this.code = parts.code
    this.operation = parts.operation
    this.status = parts.status
    this.requestId = parts.requestId
    this.attempts = parts.attempts ?? 0
    this.retryable = parts.retryable ?? false
    this.nextStep = parts.nextStep
  }

  /** Every field, those of the class too; `cause` and `stack` stay out. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, ...fields } = this
    return { name, code, message, ...fields }
  }
}
