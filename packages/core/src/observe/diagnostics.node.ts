import { tracingChannel } from 'node:diagnostics_channel'
import type { Channel, ChannelName } from './channels.ts'

/** node:diagnostics_channel. The context is built only when somebody subscribed. */
export function openChannel(name: ChannelName): Channel {
  const channel = tracingChannel<object, object>(`truemarkets:${name}`)
  // `hasSubscribers` of a tracing channel is missing before Node 20.13; its parts have always had it.
  const heard = () =>
    channel.start.hasSubscribers ||
    channel.asyncEnd.hasSubscribers ||
    channel.error.hasSubscribers ||
    channel.end.hasSubscribers
  return {
    trace: (work, context) => (heard() ? channel.tracePromise(work, context()) : work()),
    publish(context) {
      if (heard()) channel.start.publish(context())
    },
  }
}
