/** Names of the diagnostics channels: `truemarkets:request` and so on, each a tracing channel of Node. */
export type ChannelName = 'request' | 'attempt' | 'sign' | 'token' | 'deprecation'

/** One tracing channel. Free when nobody listens. */
export interface Channel {
  /**
   * Runs `work`, telling the subscribers when it starts, ends or fails.
   *
   * They see `context` and, in place of the result, what `summary` makes of it: results hold bodies and tokens.
   */
  trace<Result>(
    work: () => Promise<Result>,
    context: () => object,
    summary: (result: Result) => object,
  ): Promise<Result>
  /** Tells the subscribers that something happened. */
  publish(context: () => object): void
}
