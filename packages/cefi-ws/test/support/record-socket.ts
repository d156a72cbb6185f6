import type { Driver, DriverSocket } from '../../src/driver/driver.ts'
import { driver as webDriver } from '../../src/driver/driver-web.ts'
import { driver as wsDriver } from '../../src/driver/driver-ws.ts'

/** The drivers that the client has, each with what it makes sockets of. */
export const drivers: readonly (readonly [string, Driver])[] = [
  ['ws', wsDriver],
  ['the built-in WebSocket', webDriver],
]

/** Opens a socket at the address and writes down what it reports, until it is closed. */
export function record(
  at: string,
  driver: Driver,
  on: { readonly [moment in 'made' | 'open' | 'text']?: (socket: DriverSocket) => void } = {},
): Promise<readonly string[]> {
  const lines: string[] = []
  return new Promise((resolve) => {
    const socket = driver(
      at,
      {
        onOpen() {
          lines.push('open')
          on.open?.(socket)
        },
        onText(text) {
          lines.push(`text ${text}`)
          on.text?.(socket)
        },
        onBinary: () => lines.push('binary'),
        onPong(payload) {
          lines.push(`pong ${payload}`)
          socket.close(1000, '')
        },
        onClose(code, reason) {
          lines.push(`close ${code} ${reason}`.trim())
          // Anything reported after this would be one line too many.
          setTimeout(() => resolve(lines), 20)
        },
      },
      { maxFrameBytes: 1000 },
    )
    on.made?.(socket)
  })
}
