import { type AddressInfo, connect, type Socket } from 'node:net'
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls'

/** A TLS server in front of a plain one: what the plain one does to its connection happens inside TLS. */
export interface TlsFront {
  readonly port: number
  /** Connections that were opened. */
  readonly connections: () => number
  close(): Promise<void>
}

/**
 * Starts a TLS server on loopback that passes everything on to a plain port: an end of the connection as a `close_notify`
 * and an end, a reset as a reset.
 *
 * @param onConnection What to do with a connection in place of that. Default: pass it on.
 */
export async function startTlsFront(
  options: TlsOptions,
  plainPort: number,
  onConnection: (secure: TLSSocket, raw: Socket) => boolean = () => false,
): Promise<TlsFront> {
  const open = new Set<Socket>()
  const raws: Socket[] = []
  const server = createServer(options, (secure) => {
    open.add(secure)
    secure.on('error', () => {})
    // A secure connection does not show the raw one under it; their ports are the same.
    const raw = raws.find(({ remotePort }) => remotePort === secure.remotePort)
    if (raw === undefined) throw new Error('a secure connection without a raw one')
    if (onConnection(secure, raw)) return
    const plain = connect({ port: plainPort, host: '127.0.0.1', allowHalfOpen: true })
    open.add(plain)
    plain.on('data', (bytes: Buffer) => secure.write(bytes))
    plain.on('end', () => secure.end())
    plain.on('error', () => raw.resetAndDestroy())
    secure.on('data', (bytes: Buffer) => plain.write(bytes))
    secure.on('close', () => plain.destroy())
  })
  server.on('connection', (raw: Socket) => {
    raws.push(raw)
    open.add(raw)
    raw.on('error', () => {})
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => raws.length,
    close() {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
