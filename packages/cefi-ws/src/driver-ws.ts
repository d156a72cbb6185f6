import { ConfigurationError } from '@truemarkets/core'
import type * as Library from 'ws'
import type { Driver, DriverLimits, SocketEvents } from './driver.ts'

/**
 * The `ws` library: Node, with protocol pings and a socket that can be paused.
 *
 * The library is loaded with the first socket: loading it takes longer than importing all the rest of the client.
 */
export const driver: Driver = (url, events, limits) => {
  let socket: Library.WebSocket | undefined
  let isGivenUp = false
  const giveUp = (cause?: unknown): void => {
    if (isGivenUp) return
    isGivenUp = true
    events.onClose(1006, '', cause)
  }
  const start = async (): Promise<void> => {
    const library = await load()
    if (!isGivenUp) socket = open(library, url, events, limits)
  }
  start().catch(giveUp)
  return {
    send: (text) => socket?.send(text),
    close: (code, reason) => (socket === undefined ? queueMicrotask(giveUp) : socket.close(code, reason)),
    terminate: () => (socket === undefined ? queueMicrotask(giveUp) : socket.terminate()),
    ping: () => socket?.ping(),
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
  }
}

async function load(): Promise<typeof Library> {
  try {
    return await import('ws')
  } catch (cause) {
    throw new ConfigurationError(
      'option_invalid',
      'The package ws cannot be loaded.',
      'Install it beside @truemarkets/cefi-ws, or pass a driver.',
      { cause },
    )
  }
}

function open(
  { WebSocket }: typeof Library,
  url: string,
  events: SocketEvents,
  limits: DriverLimits,
): Library.WebSocket {
  const socket = new WebSocket(url, {
    // Compression makes small messages many times slower, and the service does not ask for it.
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
  })
  let cause: unknown
  socket.on('open', () => events.onOpen())
  socket.on('message', (data, isBinary) => {
    // One Buffer per frame is the default `binaryType` of ws.
    if (isBinary || !Buffer.isBuffer(data)) events.onBinary()
    else events.onText(data.toString())
  })
  socket.on('pong', () => events.onPong())
  // ws always follows an error with `close`, which is where it is reported.
  socket.on('error', (error) => {
    cause = error
  })
  socket.on('close', (code, reason) => events.onClose(code, reason.toString(), cause))
  return socket
}
