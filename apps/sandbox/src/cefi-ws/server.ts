import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { SandboxContext } from '../context.ts'
import { ApiError } from '../server/api-error.ts'
import { FAULT_HEADER, readFaultHeader } from '../server/fault-header.ts'
import { FAULT_KINDS, type FaultKind, Faults } from '../server/faults.ts'
import { rawAnswer } from '../server/raw-answer.ts'
import { Connection } from './connection.ts'
import type { ConnectionView } from './connection-view.ts'
import { Feed } from './feed.ts'

export interface CefiWs {
  /** Where the socket is, such as `/api/v1`. */
  readonly path: string
  /** Connections that are open now, in order of their arrival. */
  readonly connections: readonly ConnectionView[]
  /** Ends every connection. */
  close(): Promise<void>
}

export interface CefiWsOptions {
  /** Milliseconds between the batches of an uncredentialed subscription. Default 1000, or 500 in the other world of W19. */
  readonly batchIntervalMs?: number
}

/** The kinds that a connection acts out. */
const WS_FAULT_KINDS: readonly FaultKind[] = FAULT_KINDS.filter((kind) => kind.startsWith('ws-'))

const MAX_REQUEST_BYTES = 64 * 1024
/** For the world in which three connections at once are too many (W16). */
const FEWER_CONNECTIONS = 2

/** Takes the upgrades of one path, and refuses all others. */
export function attachCefiWs(server: Server, context: SandboxContext, options: CefiWsOptions = {}): CefiWs {
  // W1: of the addresses that the question names, the other path is that of the REST API.
  const path = context.answers.get('W1', 'unchanged') === 'unchanged' ? '/api/v1' : '/v1/cefi'
  const isEverySecond = context.answers.get('W19', 'one-second') === 'one-second'
  const { batchIntervalMs = isEverySecond ? 1000 : 500 } = options
  // Compression costs more than it saves on messages this small. Pongs are ours, so that a connection can play dead.
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_REQUEST_BYTES,
    autoPong: false,
  })
  const isLimited = context.answers.get('W16', 'three-at-once') === 'fewer'
  const feed = new Feed(context)
  const perAddress = new Map<string, number>()
  const connections = new Set<Connection>()
  let lastId = 0

  const open = (socket: WebSocket, request: IncomingMessage, faults: Faults): void => {
    const address = request.socket.remoteAddress ?? ''
    const count = (perAddress.get(address) ?? 0) + 1
    perAddress.set(address, count)
    lastId += 1
    const connection = new Connection({ id: lastId, context, feed, socket, urlPath: path, batchIntervalMs, faults })
    connections.add(connection)
    socket.on('message', (data, isBinary) => {
      try {
        connection.receive(isBinary ? '' : textOf(data))
      } catch (error) {
        context.log.internalError('cefi-ws', error)
        socket.close(1011)
      }
    })
    socket.on('ping', (data) => {
      if (!connection.silent) socket.pong(data)
    })
    // A broken frame or an oversized request: ws closes the socket with the right code by itself.
    socket.on('error', (error) => context.log.note('cefi-ws', error.message))
    socket.on('close', () => {
      perAddress.set(address, (perAddress.get(address) ?? 1) - 1)
      connections.delete(connection)
      connection.dispose()
    })
    connection.welcome(count)
  }

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    try {
      if ((request.url ?? '').split('?', 1)[0] !== path)
        throw new ApiError(404, `WebSocket connections are taken at ${path}.`)
      const faults = faultsOf(request)
      if (isLimited && (perAddress.get(request.socket.remoteAddress ?? '') ?? 0) >= FEWER_CONNECTIONS)
        throw new ApiError(429, `No more than ${FEWER_CONNECTIONS} connections at once are allowed from one address.`)
      sockets.handleUpgrade(request, stream, head, (socket) => open(socket, request, faults))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      refuse(stream, error)
    }
  }
  server.on('upgrade', upgrade)

  return {
    path,
    get connections() {
      return [...connections].map((connection) => connection.view())
    },
    close: async () => {
      server.off('upgrade', upgrade)
      feed.close()
      for (const socket of sockets.clients) socket.terminate()
      await new Promise<void>((resolve) => {
        sockets.close(() => resolve())
      })
    },
  }
}

/** Nobody but us holds what the HTTP server has handed over: it must not outlive its answer, and its client may have gone already. */
function refuse(stream: Duplex, { status, message }: ApiError): void {
  stream.on('error', () => stream.destroy())
  stream.end(rawAnswer(status, message), () => stream.destroy())
}

/** The fault that a handshake asks for by header; a 400 for one that no connection can act out. */
function faultsOf({ headers }: IncomingMessage): Faults {
  const faults = new Faults()
  const asked = headers[FAULT_HEADER]
  if (typeof asked === 'string') faults.add(readFaultHeader(asked, WS_FAULT_KINDS))
  return faults
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString()
}
