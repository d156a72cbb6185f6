import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** The pinned schema version is past its announced end, or the server answered 410 Gone. */
export class SunsetError extends TrueMarketsError {
  override readonly name = 'SunsetError'
  /** The version concerned, where one is pinned. */
  readonly version: string | undefined
  /** The announced end, RFC 3339, where known. */
  readonly sunset: string | undefined

  constructor(
    details: ErrorDetails & {
      readonly version: string | undefined
      readonly sunset: string | undefined
      /** What the server answered, in a sentence, where it was asked. */
      readonly said?: string
    },
  ) {
    const subject = details.version === undefined ? 'This operation' : `Schema version ${details.version}`
    const since = details.sunset === undefined ? '' : ` since ${details.sunset}`
    super(`${subject} is past its sunset${since}.${details.said === undefined ? '' : ` ${details.said}`}`, {
      ...details,
      code: 'version_sunset',
      nextStep:
        'Use the schema version and the paths that are the defaults of the client; where they are in use, update the package.',
    })
    this.version = details.version
    this.sunset = details.sunset
  }
}
