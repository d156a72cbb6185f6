import type { Violation } from './contracts.ts'

/** `type` by status: the pairing with 401, 422, 500 and 503 is known, the rest is the same vocabulary. */
export const TYPES = {
  400: 'invalid_argument',
  401: 'unauthenticated',
  403: 'permission_denied',
  404: 'not_found',
  409: 'already_exists',
  422: 'failed_precondition',
  429: 'resource_exhausted',
  431: 'invalid_argument',
  500: 'internal',
  503: 'unavailable',
} as const

/** No word of any vocabulary, so that a client that needs a known one is found out. */
const FURTHER_VALUE = 'further_value'

export type ErrorStatus = keyof typeof TYPES

/**
 * The three generations of error bodies: the newest, the one that is documented, and the one seen in between (A6, G12); and the
 * newest with values of `type` and `code` that nobody has seen (A12).
 */
export type ErrorForm = 'newest' | 'documented' | 'status-code' | 'further-values'

export function errorForm(choice: string): ErrorForm {
  return choice === 'documented' || choice === 'status-code' ? choice : 'newest'
}

export interface ApiErrorDetails {
  /** A narrower reason, such as `quote_stale`. */
  readonly code?: string
  readonly violations?: readonly Violation[]
  readonly headers?: Readonly<Record<string, string>>
}

/** A refusal by the auth service or the gateway, thrown anywhere below a handler and answered in the documented shape. */
export class ApiError extends Error {
  readonly status: ErrorStatus
  readonly details: ApiErrorDetails

  constructor(status: ErrorStatus, message: string, details: ApiErrorDetails = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.details = details
  }

  body(requestId: string, form: ErrorForm): Readonly<Record<string, unknown>> {
    const { code, violations } = this.details
    if (form === 'documented') return { message: this.message }
    if (form === 'status-code') return { error: '', message: this.message, code: this.status }
    const isFurther = form === 'further-values'
    return {
      type: isFurther ? FURTHER_VALUE : TYPES[this.status],
      message: this.message,
      ...(isFurther ? { code: code ?? FURTHER_VALUE } : code === undefined ? {} : { code }),
      ...(violations === undefined ? {} : { field_violations: violations }),
      request_id: requestId,
    }
  }
}

/** The refusal of one wrong input. */
export function invalidField(field: string, message: string, details: { code?: string } = {}): ApiError {
  return new ApiError(400, `${field} ${message}`, { ...details, violations: [{ field, message }] })
}
