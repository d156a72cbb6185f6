import type { Target } from '../target/target.ts'
import type { Frame } from './exchange.ts'
import type { Recorder } from './recorder.ts'
import type { WatchedDriver } from './watched-driver.ts'

/** The target's socket driver, with every text frame of every connection kept. */
export function recordDriver(
  recorder: Recorder,
  target: Pick<Target, 'driver' | 'frames' | 'allowsSocket'>,
): WatchedDriver {
  return (url, events, limits) => {
    target.allowsSocket(url)
    const hop = target.frames()
    const exchange = recorder.socket(url)
    const keep = (direction: Frame['direction'], text: string) =>
      void exchange.frames.push({ direction, text, at: recorder.now() })
    const socket = target.driver(
      url,
      {
        ...events,
        onText(text) {
          for (const frame of hop.received(text)) {
            keep('received', frame)
            events.onText(frame)
          }
        },
        onClose(code, reason, cause) {
          exchange.closed = { code, reason }
          events.onClose(code, reason, cause)
        },
      },
      limits,
    )
    return {
      ...socket,
      send(text) {
        keep('sent', text)
        socket.send(hop.sent(text))
      },
    }
  }
}
