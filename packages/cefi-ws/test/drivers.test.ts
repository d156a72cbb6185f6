import { createServer as createHttpServer } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { VirtualRuntime } from '../../core/test/virtual-runtime.ts'
import { createCefiWsClient } from '../src/client.ts'
import type { Driver, DriverSocket } from '../src/driver/driver.ts'
import { driver as webDriver } from '../src/driver/driver-web.ts'
import { driver as wsDriver } from '../src/driver/driver-ws.ts'
import { drivers, record } from './support/record-socket.ts'

let server: WebSocketServer
let url: string
/** What the next connection is met with. */
let greet: (socket: WebSocket) => void

beforeEach(async () => {
  greet = () => {}
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket) => greet(socket))
  await new Promise((resolve) => server.on('listening', resolve))
  url = `ws://127.0.0.1:${(server.address() as { readonly port: number }).port}`
})

afterEach(async () => {
  for (const socket of server.clients) socket.terminate()
  await new Promise((resolve) => server.close(resolve))
})

describe.each(drivers)('a socket of %s', (name, driver) => {
  it('carries texts both ways and closes with a handshake', async () => {
    greet = (socket) => socket.on('message', (data) => socket.send(data, { binary: false }))
    const lines = record(url, driver, {
      open: (socket) => socket.send('hello'),
      text: (socket) => socket.close(1000, ''),
    })
    expect(await lines).toEqual(['open', 'text hello', 'close 1000'])
  })

  it.each([
    [1000, 'done'],
    [1001, 'leaving'],
    [1008, 'no credentials'],
    [1011, 'broken'],
    [1012, 'restart'],
    [1013, 'busy'],
  ])('tells close code %i of the server, with its reason', async (code, reason) => {
    greet = (socket) => socket.close(code, reason)
    expect(await record(url, driver)).toEqual(['open', `close ${code} ${reason}`])
  })

  it.each([401, 403, 429, 500, 503, 302, 200])('tells an upgrade that is answered with HTTP %i', async (status) => {
    const plain = createHttpServer((_, response) =>
      response.writeHead(status, { location: '/elsewhere' }).end('a body'),
    )
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    const { port } = plain.address() as { readonly port: number }
    // The built-in WebSocket does not tell why.
    const code = name === 'ws' ? ({ 401: 1008, 403: 1008, 429: 1013, 500: 1011, 503: 1013 }[status] ?? 1006) : 1006
    expect(await record(`ws://127.0.0.1:${port}`, driver)).toEqual([`close ${code}`])
    plain.closeAllConnections()
    plain.close()
  })

  it('tells a connection that is cut as 1006', async () => {
    greet = (socket) => socket.terminate()
    expect(await record(url, driver)).toEqual(['open', 'close 1006'])
  })

  it('tells binary frames apart from texts', async () => {
    greet = (socket) => {
      socket.send(Buffer.from('{}'))
      socket.send('{}')
    }
    expect(await record(url, driver, { text: (socket) => socket.close(1000, '') })).toEqual([
      'open',
      'binary',
      'text {}',
      'close 1000',
    ])
  })

  it('delivers a frame that is as long as allowed', async () => {
    greet = (socket) => socket.send('x'.repeat(1000))
    const lines = await record(url, driver, { text: (socket) => socket.close(1000, '') })
    expect(lines).toEqual(['open', `text ${'x'.repeat(1000)}`, 'close 1000'])
  })

  it('tells what the runtime knows of a connection that fails', async () => {
    const closed = new Promise<readonly [number, unknown]>((resolve) => {
      const events = { onOpen() {}, onText() {}, onBinary() {}, onPong() {} }
      const onClose = (code: number, _: string, cause: unknown): void => resolve([code, cause])
      driver('ws://127.0.0.1:1', { ...events, onClose }, { maxFrameBytes: 1000 })
    })
    expect(await closed).toMatchObject([1006, name === 'ws' ? { code: 'ECONNREFUSED' } : { type: 'error' }])
  })

  it('does not deliver a frame that is longer than allowed', async () => {
    greet = (socket) => socket.send('x'.repeat(1001))
    const lines = await record(url, driver)
    expect(lines.filter((line) => line.startsWith('text'))).toEqual([])
    expect(lines.at(-1)).toMatch(/^close 1009/)
  })

  it('reports a connection that nobody answers, once', async () => {
    const gone = url
    await new Promise((resolve) => server.close(resolve))
    expect(await record(gone, driver)).toEqual(['close 1006'])
  })

  it('can be given up without the other side', async () => {
    expect(await record(url, driver, { open: (socket) => socket.terminate() })).toEqual(['open', 'close 1006'])
  })

  it('can be given up before it is open', async () => {
    // It takes the connection and says nothing.
    const sockets: Socket[] = []
    const mute = createServer((socket) => sockets.push(socket))
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as { readonly port: number }
    const made = (socket: DriverSocket): void => void setTimeout(() => socket.terminate(), 20)
    expect(await record(`ws://127.0.0.1:${port}`, driver, { made })).toEqual(['close 1006'])
    for (const socket of sockets) socket.destroy()
    mute.close()
  })

  it.each(['terminate', 'close'] as const)('can be given up at once by %s, and tells it once', async (way) => {
    const made = (socket: DriverSocket): void => {
      socket[way](1000, '')
      socket.terminate()
    }
    const lines = await record(url, driver, { made })
    expect([lines.length, lines[0]]).toEqual([1, expect.stringMatching(/^close 100[06]/)])
  })

  it(`${name === 'ws' ? 'can' : 'cannot'} ping and pause`, async () => {
    let found: readonly boolean[] = []
    await record(url, driver, {
      open(socket) {
        found = [socket.ping, socket.pause, socket.resume].map((method) => method !== undefined)
        socket.close(1000, '')
      },
    })
    expect(found).toEqual(Array.from({ length: 3 }, () => name === 'ws'))
  })
})

describe('a built-in WebSocket', () => {
  it('tells the other side of a frame that is too long', async () => {
    const told = new Promise((resolve) => {
      greet = (socket) => {
        socket.on('close', (code, reason) => resolve([code, reason.toString()]))
        socket.send('x'.repeat(1001))
      }
    })
    await record(url, webDriver)
    expect(await told).toEqual([4009, 'frame too large'])
  })
})

describe('a driver of your own', () => {
  it('may make sockets of a class', async () => {
    class Pinging implements DriverSocket {
      readonly pings: string[] = []
      send(): void {}
      close(): void {}
      terminate(): void {}
      ping(payload: string): void {
        this.pings.push(payload)
      }
    }
    const socket = new Pinging()
    const clock = new VirtualRuntime(0)
    let open = (): void => {}
    const driver: Driver = (_, events) => {
      open = () => events.onOpen()
      return socket
    }
    createCefiWsClient({ environment: 'sandbox', pingIntervalMs: 1000, driver, runtime: clock })
    open()
    await clock.advance(1000, async () => {})
    expect(socket.pings).toHaveLength(1)
  })

  it('may tell of the end before it has given the socket up, and is not asked why', async () => {
    const clock = new VirtualRuntime(0)
    const driver: Driver = (_, events) => ({ send() {}, close() {}, terminate: () => events.onClose(1006, '') })
    const client = createCefiWsClient({ environment: 'sandbox', connectTimeoutMs: 1000, driver, runtime: clock })
    const reasons: string[] = []
    client.on('disconnect', ({ reason }) => reasons.push(reason))
    await clock.advance(1000, async () => {})
    expect(reasons).toEqual(['no connection in time'])
  })
})

describe('a built-in WebSocket that can ping, as on Bun', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('is asked to, tells of the pong, and is ended at once', () => {
    const called: string[] = []
    class Pinging extends EventTarget {
      ping(payload: string): void {
        called.push('ping')
        this.dispatchEvent(new MessageEvent('pong', { data: Buffer.from(payload) }))
      }
      terminate(): void {
        called.push('terminate')
      }
    }
    vi.stubGlobal('WebSocket', Pinging)
    const lines: string[] = []
    const events = {
      onOpen() {},
      onText() {},
      onBinary() {},
      onPong: (payload: string) => lines.push(`pong ${payload}`),
    }
    const onClose = (code: number): void => void lines.push(`close ${code}`)
    const socket = webDriver(url, { ...events, onClose }, { maxFrameBytes: 1000 })
    socket.ping?.('7')
    socket.terminate()
    expect([called, lines]).toEqual([
      ['ping', 'terminate'],
      ['pong 7', 'close 1006'],
    ])
  })
})

describe('the library ws', () => {
  afterEach(() => {
    vi.doUnmock('ws')
    vi.resetModules()
  })

  it('is loaded with the first socket, not with the client', async () => {
    const loaded: string[] = []
    vi.resetModules()
    vi.doMock('ws', async (original) => {
      loaded.push('ws')
      return original()
    })
    const { driver } = await import('../src/driver/driver-ws.ts')
    expect(loaded).toEqual([])
    expect(await record(url, driver, { open: (socket) => socket.close(1000, '') })).toEqual(['open', 'close 1000'])
    expect(loaded).toEqual(['ws'])
  })

  it('that cannot be loaded is told as a lost connection, with what to do', async () => {
    vi.resetModules()
    vi.doMock('ws', () => {
      throw new Error('Cannot find package ws')
    })
    const { driver } = await import('../src/driver/driver-ws.ts')
    const closed = new Promise((resolve) => {
      const events = { onOpen() {}, onText() {}, onBinary() {}, onPong() {} }
      const onClose = (code: number, _: string, cause: unknown): void => resolve([code, cause])
      driver(url, { ...events, onClose }, { maxFrameBytes: 1000 })
    })
    expect(await closed).toMatchObject([1006, { name: 'ConfigurationError', code: 'option_invalid' }])
  })
})

describe('a socket of ws', () => {
  it('hears the answer to a ping', async () => {
    expect(await record(url, wsDriver, { open: (socket) => socket.ping?.('7') })).toEqual([
      'open',
      'pong 7',
      'close 1000',
    ])
  })

  it('asks for no compression', async () => {
    let offered: unknown = 'nobody came'
    server.on('connection', (_, request) => {
      offered = request.headers['sec-websocket-extensions']
    })
    await record(url, wsDriver, { open: (socket) => socket.close(1000, '') })
    expect(offered).toBeUndefined()
  })

  it('reads nothing while it is paused', async () => {
    greet = (socket) => void setTimeout(() => socket.send('later'), 20)
    const times: number[] = []
    const lines = record(url, wsDriver, {
      open(socket) {
        socket.pause?.()
        times.push(performance.now())
        setTimeout(() => socket.resume?.(), 200)
      },
      text(socket) {
        times.push(performance.now())
        socket.close(1000, '')
      },
    })
    expect(await lines).toEqual(['open', 'text later', 'close 1000'])
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(150)
  })
})
