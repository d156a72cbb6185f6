import type { AddressInfo } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { openSocket } from '../src/record/socket.ts'
import { wsDriver } from '../src/record/ws-driver.ts'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
server.on('connection', (socket) => {
  socket.ping()
  socket.send('{"update":"WELCOME"}')
  socket.on('pong', () => socket.close(1001, 'seen'))
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

it('a bare connection notes the pings it gets, and who closed it with which code', async () => {
  if (server.address() === null) await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const socket = await openSocket(wsDriver, `ws://127.0.0.1:${port}`, () => 7, 1)
  expect(await socket.next(({ update }) => update === 'WELCOME', 5_000)).not.toBeNull()
  expect(await socket.next(() => false, 5_000)).toBeNull()
  expect(socket).toMatchObject({ pings: [7], closeCode: 1001 })
})
