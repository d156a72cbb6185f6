import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/**
 * The server answered with a redirect. It is never followed: the signature and the token belong to one origin.
 *
 * Of a write that must not be repeated it is the `cause` of an {@link OutcomeUnknownError}, unless its status (301, 307,
 * 308) says that nothing was done.
 */
export class RedirectError extends TrueMarketsError {
  override readonly name = 'RedirectError'
  /** Origin the redirect points to; undefined where the runtime hides it or the header is missing. */
  readonly targetOrigin: string | undefined

  constructor(targetOrigin: string | undefined, details: ErrorDetails) {
    super(
      `The server redirected the request${targetOrigin === undefined ? '' : ` to ${targetOrigin}`}; it was not followed.`,
      {
        ...details,
        code: 'redirect_refused',
        nextStep: 'Set the base URL to the address the API really has.',
      },
    )
    this.targetOrigin = targetOrigin
  }
}
