import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** The server refused the signature because its clock and ours disagree by more than the window it allows. */
export class ClockSkewError extends TrueMarketsError {
  override readonly name = 'ClockSkewError'
  /** Our signing time minus the server's, in milliseconds: positive when we run ahead, where a clock offset is negative. */
  readonly skewMs: number

  constructor(skewMs: number, details: ErrorDetails) {
    const seconds = Math.abs(skewMs / 1000).toFixed(1)
    super(
      `The request was signed ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} the server's clock and was refused.`,
      {
        ...details,
        code: 'clock_skewed',
        nextStep: 'Synchronise the clock of this machine (NTP), then call again.',
      },
    )
    this.skewMs = skewMs
  }
}
