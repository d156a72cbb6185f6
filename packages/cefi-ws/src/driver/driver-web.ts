import { ConfigurationError } from '@truemarkets/core'
import type { Driver } from './driver.ts'

/** What this driver uses of the platform's `WebSocket`, so that no DOM types are needed. */
interface WebSocketLike {
  addEventListener(type: 'open' | 'error', listener: (event: unknown) => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void
  /** Its data is a Buffer. */
  addEventListener(type: 'pong', listener: (event: { readonly data: unknown }) => void): void
  send(text: string): void
  close(code?: number, reason?: string): void
  /** Bun has these beyond the standard. */
  readonly ping?: unknown
  terminate?(): void
}

/**
 * The built-in `WebSocket`: browsers, Bun, Deno, Workers and newer Node.
 *
 * It has no pauses, so a slow consumer rests on its buffer policy, and no pings but on Bun: elsewhere liveness rests on
 * `idleTimeoutMs`. Nor can it drop a connection, but on Bun: one whose server answers no close frame keeps its TCP socket on
 * Node, and with it the process, until the server ends it. So Node gets `ws`.
 */
export const driver: Driver = (url, events, limits) => {
  const socket = new (builtIn())(url)
  let closed = false
  let cause: unknown
  const end = (code: number, reason: string): void => {
    if (closed) return
    closed = true
    events.onClose(code, reason, cause)
  }
  socket.addEventListener('open', () => events.onOpen())
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') return events.onBinary()
    // A character is at least one byte, so what is refused here is too long for sure.
    if (data.length <= limits.maxFrameBytes) return events.onText(data)
    // 1009 is reserved for the platform; 4009 is its private-use counterpart.
    socket.close(4009, 'frame too large')
    return end(1009, 'frame too large')
  })
  socket.addEventListener('error', (event) => {
    cause = event
  })
  if (isPinging(socket)) socket.addEventListener('pong', ({ data }) => events.onPong(String(data)))
  socket.addEventListener('close', ({ code, reason }) => end(code, reason))
  return {
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, reason),
    ...(isPinging(socket) ? { ping: (payload) => socket.ping(payload) } : {}),
    terminate() {
      if (socket.terminate === undefined) socket.close()
      else socket.terminate()
      // A half-open socket would keep the platform waiting for the closing handshake.
      end(1006, '')
    },
  }
}

function isPinging(socket: WebSocketLike): socket is WebSocketLike & { ping(payload: string): void } {
  return typeof socket.ping === 'function'
}

function builtIn(): new (url: string) => WebSocketLike {
  const found = (globalThis as { readonly WebSocket?: unknown }).WebSocket
  if (typeof found === 'function') return found as new (url: string) => WebSocketLike
  throw new ConfigurationError(
    'option_invalid',
    'This runtime has no built-in WebSocket.',
    'Pass a driver, or use a runtime with WebSocket (Node 22 or newer, Bun, Deno, a browser).',
  )
}
