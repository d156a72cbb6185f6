import { createHash } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { driver as webDriver } from '../src/driver/driver-web.ts'
import { driver as wsDriver } from '../src/driver/driver-ws.ts'
import { drivers, record } from './support/record-socket.ts'

let server: Server
let url: string
let sockets: Socket[]

beforeEach(async () => {
  sockets = []
  // The connection stays open until this side ends it, whatever the client does.
  server = createServer({ allowHalfOpen: true }, (socket) => sockets.push(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `ws://127.0.0.1:${(server.address() as { readonly port: number }).port}`
})

afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

/** Shakes hands by hand, then sends these bytes. */
function respond(bytes: readonly number[], end: boolean): void {
  server.on('connection', (socket) => {
    socket.on('error', () => {})
    socket.once('data', (request) => {
      const key = /sec-websocket-key: (\S+)/i.exec(request.toString())?.[1] ?? ''
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
      socket.write(Uint8Array.from(bytes))
      if (end) socket.end()
    })
  })
}

// The other side does not answer a close frame, and leaves the connection as it is.
it.each([
  ['bad UTF-8', [0x81, 0x02, 0xc3, 0x28], 1007],
  ['a mask', [0x81, 0x82, 0, 0, 0, 0, 0x7b, 0x7d], 1002],
  ['a bit that nobody asked for', [0xa1, 0x02, 0x7b, 0x7d], 1002],
  ['a length past every number', [0x81, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 1009],
  ['a close code that must not be sent', [0x88, 0x02, 0x03, 0xee], 1002],
])('frames broken by %s close a socket at once, and without a text', async (_, bytes, code) => {
  respond(bytes, false)
  expect(await record(url, wsDriver)).toEqual(['open', `close ${code}`])
  expect(await record(url, webDriver)).toEqual(['open', 'close 1006'])
})

it('frames broken by no end after a close frame are not waited for by ws', async () => {
  respond([0x88, 0x02, 0x03, 0xe9], false)
  expect(await record(url, wsDriver)).toEqual(['open', 'close 1001'])
  // Left to itself the library waits for 30 s.
}, 20_000)

it.each(drivers)('frames broken by an end in the middle close a socket of %s without a text', async (_, driver) => {
  respond([0x81, 0x05, 0x7b, 0x22], true)
  expect(await record(url, driver)).toEqual(['open', 'close 1006'])
})
