import { subscribe, tracingChannel } from 'node:diagnostics_channel'
import type { Channel, ChannelName } from './channels.ts'

/** What undici, which is the fetch of Node, failed to connect with: refusals, and handshakes of TLS that came to no end. */
const unconnected = /* @__PURE__ */ watchConnections()

function watchConnections(): WeakSet<object> {
  const errors = new WeakSet()
  subscribe('undici:client:connectError', (message) => {
    const error: unknown = typeof message === 'object' && message !== null && 'error' in message && message.error
    if (typeof error === 'object' && error !== null) errors.add(error)
  })
  return errors
}

/** Whether the runtime reported an error as a failure to connect, which no code tells from a later one. */
export function failedToConnect(error: object): boolean {
  return unconnected.has(error)
}

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
    trace(work, context, summary) {
      if (!heard()) return work()
      return new Promise((resolve, reject) => {
        const summarised = async (): Promise<object> => {
          const result = await work()
          resolve(result)
          return summary(result)
        }
        channel.tracePromise(summarised, context()).catch(reject)
      })
    },
    publish(context) {
      if (heard()) channel.start.publish(context())
    },
  }
}
