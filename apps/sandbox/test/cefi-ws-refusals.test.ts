import { expect, it } from 'vitest'
import { onSocket, SYMBOL } from './answer-worlds.ts'
import type { CefiSandbox } from './cefi-sandbox.ts'
import { connect, type WsClient } from './ws-client.ts'

type BadRequest = [name: string, status: string, send: (client: WsClient, sandbox: CefiSandbox) => void]

const secondsFromNow = ({ context }: CefiSandbox, seconds: number) => String(context.clock.seconds() + seconds)
const confirmation = (client: WsClient) => client.nextOn('WEBSOCKET', 'SNAPSHOT')

// Shows CeFi WebSocket, 4: not in the future, not older than 15 seconds
it.each<BadRequest>([
  [
    'a wrong signature',
    'UNAUTHORIZED',
    (client) => client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { signature: 'wrong' }),
  ],
  [
    'a signature over no path',
    'UNAUTHORIZED',
    (client) => client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { path: '' }),
  ],
  [
    'a timestamp 16 seconds old',
    'INVALID',
    (client, sandbox) => client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { timestamp: secondsFromNow(sandbox, -16) }),
  ],
  [
    'a timestamp in the future',
    'INVALID',
    (client, sandbox) => client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { timestamp: secondsFromNow(sandbox, 1) }),
  ],
  ['an unknown symbol', 'INVALID', (client) => client.signed('SUBSCRIBE', ['EBBO'], ['NO-SUCH'])],
  ['an unknown channel', 'INVALID', (client) => client.signed('SUBSCRIBE', ['NEWS'], [SYMBOL])],
  ['no items', 'INVALID', (client) => client.signed('SUBSCRIBE', ['EBBO'], [])],
  ['an unknown type', 'INVALID', (client) => client.signed('LISTEN', ['EBBO'], [SYMBOL])],
  ['credentials on NO_AUTH', 'INVALID', (client) => client.signed('SUBSCRIBE_NO_AUTH', ['EBBO'], [SYMBOL])],
  ['no credentials on SUBSCRIBE', 'INVALID', (client) => client.open('SUBSCRIBE', ['EBBO'], [SYMBOL])],
  [
    'the client of somebody else',
    'UNAUTHORIZED',
    (client) => client.signed('SUBSCRIBE', ['DROPCOPY'], ['78901985055342602']),
  ],
  ['text that is not JSON', 'INVALID', (client) => client.socket.send('{"type":')],
  ['a JSON array', 'INVALID', (client) => client.socket.send('[]')],
  [
    'a binary frame that holds a good request',
    'INVALID',
    (client, sandbox) => {
      const request = {
        type: 'SUBSCRIBE_NO_AUTH',
        channels: ['EBBO'],
        item_names: [SYMBOL],
        timestamp: secondsFromNow(sandbox, 0),
      }
      client.socket.send(Buffer.from(JSON.stringify(request)), { binary: true })
    },
  ],
  [
    'a key of another organization',
    'UNAUTHORIZED',
    (client, sandbox) => {
      const { hmac: key, secondHmac } = sandbox.context.credentials
      client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { key: { ...key, organizationId: secondHmac.organizationId } })
    },
  ],
])('a request with %s is answered with status %s, and the socket lives on', (_, status, send) =>
  onSocket({}, async (client, sandbox) => {
    // On a busy machine a second passes between the signing and the look at it.
    sandbox.context.clock.hold()
    send(client, sandbox)
    const refused = await confirmation(client)
    expect([refused['status'], refused['subscriptions']]).toEqual([status, []])
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL])
    expect((await confirmation(client))['status']).toBe('AUTHENTICATED')
  }),
)

it('a request with a timestamp 15 seconds old is still accepted', () =>
  onSocket({}, async (client, sandbox) => {
    sandbox.context.clock.hold()
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { timestamp: secondsFromNow(sandbox, -15) })
    expect((await confirmation(client))['status']).toBe('AUTHENTICATED')
  }))

it('a request larger than any closes the socket, and nothing else', () =>
  onSocket({}, async (client, sandbox) => {
    client.socket.send('x'.repeat(100_000))
    expect(await client.closed).toBe(1009)
    const other = await connect(sandbox)
    expect((await other.next(() => true))['update']).toBe('WELCOME')
    other.socket.terminate()
  }))
