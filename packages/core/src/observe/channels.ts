/** Names of the diagnostics channels: `truemarkets:request` and so on, each a tracing channel of Node. */
export type ChannelName = 'request' | 'attempt' | 'sign' | 'token' | 'deprecation'

/** One tracing channel. Free when nobody listens. */
export interface Channel {
  /** Runs `work`, telling the subscribers when it starts, ends or fails. */
  trace<Result>(work: () => Promise<Result>, context: () => object): Promise<Result>
  /** Tells the subscribers that something happened. */
  publish(context: () => object): void
}
