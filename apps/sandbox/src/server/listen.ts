import { createServer, type IncomingMessage, maxHeaderSize, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { SandboxApp } from './env.ts'
import { rawAnswer, refusal } from './raw-answer.ts'

const UNREADABLE = 'The request is not HTTP that this server can read.'
const TOO_MUCH = `The address and the headers are larger than ${maxHeaderSize} bytes.`

/** Starts listening; resolves with the server once its port is known. */
export async function listen(app: SandboxApp, host: string, port: number): Promise<Server> {
  const answer = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    // A host that no URL can have: nothing has reached the app, so nothing else can have failed.
    errorHandler: () => Response.json(refusal(400, UNREADABLE), { status: 400 }),
  })
  // Other upgrades are offers that a server may pass over: some clients offer HTTP/2 on every first request.
  const shouldUpgradeCallback = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket'
  // A request without a host is refused in words by the listener, not with an empty answer by Node.js.
  const server = createServer(
    { shouldUpgradeCallback, requireHostHeader: false },
    (incoming, outgoing) => void answer(incoming, outgoing),
  )
  // Longer than any client keeps an idle connection: none must find it closed just as it sends.
  server.keepAliveTimeout = 75_000
  // A client may close its side once it has asked, and still waits for the answer. The types of Node.js do not know of it.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return
    // Bytes that are not HTTP never reach the app; answer in words all the same.
    const isTooMuch = error.code === 'HPE_HEADER_OVERFLOW'
    socket.end(isTooMuch ? rawAnswer(431, TOO_MUCH) : rawAnswer(400, UNREADABLE))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return server
}

/** Ends every connection and frees the port. */
export async function stopListening(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  server.closeAllConnections()
  await closed
}
