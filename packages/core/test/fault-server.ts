import { EventEmitter } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What a fault does with one request: it has the raw socket. `stalled` says that no more comes in time. */
export type Fault = (socket: Socket, request: ReceivedRequest, stalled: () => void) => void | Promise<void>

/** A request as it arrived on the wire. */
export interface ReceivedRequest {
  /** Number of this request at this server, from 1. */
  readonly number: number
  /** Request line and headers. */
  readonly head: string
  readonly body: string
}

/** Emits `stall` whenever a server leaves a client waiting. */
export type Stalls = EventEmitter<{ stall: [] }>

/** A server that answers with faults and counts what it was sent. */
export interface FaultServer {
  readonly port: number
  /** Requests that arrived whole. */
  readonly requests: readonly ReceivedRequest[]
  /** Connections that were opened. */
  readonly connections: () => number
  /** Tells when a request has been left to stall. */
  readonly stalls: Stalls
  close(): Promise<void>
}

/**
 * Starts a raw TCP server on loopback.
 *
 * @param fault What to do with each whole request.
 * @param onConnect What to do with a new connection; true means that it is dealt with. Default: nothing.
 */
export async function startFaultServer(
  fault: Fault,
  onConnect: (socket: Socket) => boolean = () => false,
): Promise<FaultServer> {
  const requests: ReceivedRequest[] = []
  const sockets = new Set<Socket>()
  const stalls: Stalls = new EventEmitter()
  let connections = 0
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    // A reset is what many faults are about; the client's view of it is what is tested.
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    if (onConnect(socket)) return
    let pending = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk])
      for (let whole = takeRequest(pending); whole !== undefined; whole = takeRequest(pending)) {
        pending = pending.subarray(whole.length)
        const request = { number: requests.length + 1, head: whole.head, body: whole.body }
        requests.push(request)
        void Promise.resolve(fault(socket, request, () => stalls.emit('stall')))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    requests,
    connections: () => connections,
    stalls,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function takeRequest(
  bytes: Buffer,
): { readonly head: string; readonly body: string; readonly length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.subarray(0, end).toString('latin1')
  const bodyLength = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  const length = end + 4 + bodyLength
  if (bytes.length < length) return undefined
  return { head, body: bytes.subarray(end + 4, length).toString('utf8'), length }
}

/** Waits in real time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A whole response as bytes; `content-length` and `date` are added unless they are given. */
export function http(
  status: number,
  body: string | Buffer = '{"ok":true}',
  headers: Readonly<Record<string, string>> = {},
): Buffer {
  const bytes = Buffer.from(body)
  const all: Record<string, string> = {
    date: new Date().toUTCString(),
    'content-type': 'application/json',
    ...('transfer-encoding' in headers ? {} : { 'content-length': String(bytes.length) }),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`), bytes])
}

/** Answers every request with the same bytes; with a function, with those of the moment. */
export function reply(bytes: Buffer | string | (() => Buffer)): Fault {
  return (socket) => void socket.write(typeof bytes === 'function' ? bytes() : bytes)
}

/** Does `first` to the first request and answers the others properly. */
export function once(first: Fault): Fault {
  return (socket, request, stalled) =>
    request.number === 1 ? first(socket, request, stalled) : void socket.write(http(200))
}

/** Writes some bytes and closes the connection in order. */
export function closeAfter(bytes: Buffer | string): Fault {
  return (socket) => void socket.end(bytes)
}

/** Writes some bytes and resets the connection. */
export function resetAfter(bytes: Buffer | string): Fault {
  return async (socket) => {
    if (bytes.length > 0) socket.write(bytes)
    // Give the bytes a chance to arrive before the reset overtakes them.
    await pause(10)
    socket.resetAndDestroy()
  }
}

/** Writes some bytes and then nothing more. */
export function stallAfter(bytes: Buffer | string): Fault {
  return (socket, _request, stalled) => {
    if (bytes.length > 0) socket.write(bytes)
    stalled()
  }
}

/** Writes the bytes in small pieces, with a pause after each. */
export function inPieces(bytes: Buffer | string, everyMs: number, piece: number): Fault {
  const all = Buffer.from(bytes)
  return async (socket) => {
    for (let at = 0; at < all.length && !socket.destroyed; at += piece) {
      socket.write(all.subarray(at, at + piece))
      await pause(everyMs)
    }
  }
}

/** Writes the bytes one by one, too slowly for any client to wait for the last. */
export function dribble(bytes: Buffer | string, everyMs: number): Fault {
  const slowly = inPieces(bytes, everyMs, 1)
  return (socket, request, stalled) => {
    stalled()
    return slowly(socket, request, stalled)
  }
}
