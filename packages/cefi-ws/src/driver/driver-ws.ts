// The global of the same name is a getter, which would be run for every frame.
import { Buffer } from 'node:buffer'
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
    ping: (payload) => socket?.ping(payload),
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
      'Install it beside @truemarkets/cefi-ws, leave it out of a bundle (esbuild: --external:ws), or pass a driver.',
      { cause },
    )
  }
}

/** How long the other side may take to end the connection once both have said that it ends. */
const CLOSE_TIMEOUT_MS = 2000

function open(
  { WebSocket }: typeof Library,
  url: string,
  events: SocketEvents,
  limits: DriverLimits,
): Library.WebSocket {
  const options: Library.ClientOptions & { readonly closeTimeout: number } = {
    // Compression makes small messages many times slower, and the service does not ask for it.
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
    closeTimeout: CLOSE_TIMEOUT_MS,
  }
  const socket = new WebSocket(url, options)
  let fault: SocketFault = { code: 1006 }
  const fail = (found: SocketFault): void => {
    // What giving the socket up makes of it says less.
    if (fault.cause === undefined) fault = found
    // The library would wait for the other side, and nothing that it sends can be read any more.
    socket.terminate()
  }
  socket.on('open', () => events.onOpen())
  socket.on('message', (data, isBinary) => {
    // One Buffer per frame is the default `binaryType` of ws.
    if (isBinary || !Buffer.isBuffer(data)) events.onBinary()
    else events.onText(data.toString())
  })
  socket.on('pong', (payload) => events.onPong(payload.toString()))
  socket.on('unexpected-response', (_, { statusCode = 0 }) => fail(refusal(statusCode)))
  // ws always follows an error with `close`, which is where it is reported.
  socket.on('error', (cause: Error & { readonly code?: string }) => fail({ code: faultCode(cause.code), cause }))
  socket.on('close', (code, reason) => {
    events.onClose(code === 1006 ? fault.code : code, reason.toString(), fault.cause)
  })
  return socket
}

/** What ended a socket without a close frame of the other side. */
interface SocketFault {
  readonly code: number
  readonly cause?: Error
}

/** An upgrade that was answered by plain HTTP, as the close code that says the same, in the words of the library. */
function refusal(status: number): SocketFault {
  const cause = new Error(`Unexpected server response: ${status}`)
  if (status === 429 || status === 503) return { code: 1013, cause }
  if (status >= 500) return { code: 1011, cause }
  return { code: status >= 400 ? 1008 : 1006, cause }
}

/** The close code for an error of the library. Any but its own are of the network. */
function faultCode(error = ''): number {
  if (error === 'WS_ERR_INVALID_UTF8') return 1007
  if (error === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' || error === 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH') return 1009
  return error.startsWith('WS_ERR_') ? 1002 : 1006
}
