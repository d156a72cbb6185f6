import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { callCefi } from './cefi-caller.ts'
import { assertClean, type CefiSandbox, startCefiSandbox } from './cefi-sandbox.ts'
import { connectionsAllowed } from './support/open-files.ts'
import { connect } from './ws-client.ts'

const CONNECTIONS = connectionsAllowed(1500)
/** Each for a book of several kilobytes: together they ask for more than may wait on one connection. */
const REQUESTS = 6000

let sandbox: CefiSandbox
beforeAll(async () => {
  sandbox = await startCefiSandbox()
})
afterAll(async () => {
  assertClean(sandbox)
  await sandbox.close()
})

const now = () => String(sandbox.context.clock.seconds())

describe('a WebSocket client', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'whose request is called %s is refused: what every object has is no type of request',
    async (type) => {
      const client = await connect(sandbox)
      client.send({ type, channels: ['DEPTH'], item_names: ['BTC-PYUSD'], timestamp: now() })
      const answer = await client.next(({ update }) => update === 'SNAPSHOT')
      expect(answer).toMatchObject({ channel: 'WEBSOCKET', status: 'INVALID', subscriptions: [] })
      client.socket.terminate()
    },
  )

  it.each([
    ['symbols', ['__proto__', 'constructor']],
    ['an item sixty thousand characters long', ['A'.repeat(60_000)]],
    ['a thousand items', Array.from({ length: 1000 }, (_, index) => `X${index}`)],
  ])('that asks for %s is told that they are not there', async (_name, items) => {
    const client = await connect(sandbox)
    client.open('SUBSCRIBE_NO_AUTH', ['DEPTH'], items)
    expect(await client.next(({ update }) => update === 'SNAPSHOT')).toMatchObject({ status: 'INVALID' })
    client.socket.terminate()
  })

  it('that sends text in no encoding is closed with 1007, as the protocol has it', async () => {
    const client = await connect(sandbox)
    client.socket.send(Buffer.from([0xff, 0xfe]), { binary: false })
    expect(await client.closed).toBe(1007)
  })

  it('that sends bytes in place of text, or empty frames, gets an answer for each', async () => {
    const client = await connect(sandbox)
    client.socket.send(Buffer.from([1, 2, 3]))
    client.socket.send('')
    client.socket.send('null')
    for (let count = 0; count < 3; count += 1)
      expect(await client.next(({ update }) => update === 'SNAPSHOT')).toMatchObject({ status: 'INVALID' })
    client.socket.terminate()
  })

  it('that subscribes and unsubscribes a thousand times is answered each time, and is left with nothing', async () => {
    const client = await connect(sandbox)
    for (let count = 0; count < 1000; count += 1) {
      client.open('SUBSCRIBE_NO_AUTH', ['EBBO'], ['BTC-PYUSD'])
      client.open('UNSUBSCRIBE_NO_AUTH', ['EBBO'], ['BTC-PYUSD'])
    }
    let confirmations = 0
    await client.next(
      (frame) => frame['channel'] === 'WEBSOCKET' && frame['update'] === 'SNAPSHOT' && ++confirmations === 2000,
    )
    expect(client.frames.at(-1)).toMatchObject({ subscriptions: [] })
    client.socket.terminate()
  })

  it('that asks faster than it reads is kept waiting, keeps nobody else waiting, and is answered in the end', async () => {
    const socket = new WebSocket(sandbox.wsUrl)
    let frames = 0
    socket.on('message', () => {
      frames += 1
    })
    await once(socket, 'open')
    socket.pause()
    const request = { type: 'SUBSCRIBE_NO_AUTH', channels: ['DEPTH'], item_names: ['BTC-PYUSD'], timestamp: now() }
    for (let count = 0; count < REQUESTS; count += 1) socket.send(JSON.stringify(request))
    const other = await connect(sandbox)
    other.open('SUBSCRIBE_NO_AUTH', ['DEPTH'], ['ETH-PYUSD'])
    await other.nextOn('DEPTH', 'SNAPSHOT')
    other.socket.terminate()
    socket.resume()
    // The welcome, and for each request a confirmation, a snapshot and its end.
    await expect.poll(() => frames, { timeout: 30_000 }).toBe(1 + 3 * REQUESTS)
    socket.terminate()
  }, 60_000)
})

describe('a handshake that is refused', () => {
  /** Asks for a socket where there is none. A client that is half open does not go when the server has said its last word. */
  const ask = (url: string) => {
    const socket = connectTcp({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => {})
    socket.write('GET /nowhere HTTP/1.1\r\nHost: sandbox\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    return socket
  }

  it('ends nobody else, where its client has gone before it is answered', async () => {
    for (let count = 0; count < 50; count += 1) {
      const socket = ask(sandbox.url)
      await once(socket, 'connect')
      setImmediate(() => socket.resetAndDestroy())
      await once(socket, 'close')
    }
    expect((await fetch(`${sandbox.url}/v1/cefi/health`)).status).toBe(200)
  })

  it('leaves nothing open that the sandbox would wait for at its end', async () => {
    const own = await startCefiSandbox()
    const socket = ask(own.url)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 /)
    await own.close()
    socket.destroy()
  })
})

describe(`${CONNECTIONS} connections at once`, () => {
  it('are each told of a change, keep REST alive, and leave nothing when they go', async () => {
    let told = 0
    const follow = () =>
      new Promise<WebSocket>((resolve, reject) => {
        const socket = new WebSocket(sandbox.wsUrl)
        socket.on('error', reject)
        socket.on('open', () => {
          const timestamp = now()
          const request = { type: 'SUBSCRIBE_NO_AUTH', channels: ['DEPTH'], item_names: ['ETH-PYUSD'], timestamp }
          socket.send(JSON.stringify(request))
        })
        socket.on('message', (data: Buffer) => {
          const text = data.toString()
          if (text.includes('"SNAPSHOT_COMPLETE"')) resolve(socket)
          if (text.includes('"UPDATE"')) told += 1
        })
      })
    const sockets: WebSocket[] = []
    // No more at a time than the system queues before they are accepted (511): it resets what waits too long.
    while (sockets.length < CONNECTIONS) {
      const length = Math.min(250, CONNECTIONS - sockets.length)
      sockets.push(...(await Promise.all(Array.from({ length }, follow))))
    }
    const { hmac } = sandbox.context.credentials
    const info = { client_id: hmac.clientId, instrument_id: '78901949723181071', side: 'BUY', type: 'LIMIT' }
    const order = { info: { ...info, qty: '0.1', price: '4200' } }
    expect((await callCefi(sandbox, 'POST', '/v1/cefi/orders', { body: order })).status).toBe(200)
    await expect.poll(() => told, { timeout: 20_000 }).toBe(CONNECTIONS)
    for (const socket of sockets) socket.terminate()
    // Each that comes is told how many there are. The exchange may not have seen all the others go yet.
    const counted = async () => {
      const client = await connect(sandbox)
      const { connections } = await client.nextOn('WEBSOCKET', 'WELCOME')
      client.socket.terminate()
      return connections
    }
    await expect.poll(counted).toMatch(/^\d$/)
  }, 60_000)
})
