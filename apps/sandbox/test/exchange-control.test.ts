import { expect, it } from 'vitest'
import { inWorld, onSocket, SYMBOL } from './answer-worlds.ts'
import { at, send } from './cefi-caller.ts'

// Shows CeFi WebSocket, 5.5: the status of an instrument
it('a halted instrument says so over REST and to those who listen, and its top of book is disabled', () =>
  onSocket({}, async (client, sandbox) => {
    client.signed('SUBSCRIBE', ['INSTRUMENT', 'EBBO'], [SYMBOL])
    await client.nextOn('EBBO', 'SNAPSHOT_COMPLETE')
    const body = { symbol: SYMBOL, status: 'HALTED' }
    expect((await send(sandbox, 'POST', '/sandbox/instruments', { body })).status).toBe(200)
    expect(at(await client.nextOn('INSTRUMENT', 'UPDATE'), 'data.status')).toBe('HALTED')
    expect(at(await client.nextOn('EBBO', 'UPDATE'), 'data.status')).toBe('DISABLED')
    const listed = await send(sandbox, 'GET', `/v1/cefi/instruments?symbol=${SYMBOL}`)
    expect(at(listed.body, 'data.0.status')).toBe('HALTED')
  }))

// Shows CeFi REST, 8.1: 503 with the health body
it.each(['v2026_01_23', 'v2024_01_01'])(
  'a degraded service answers health with 503 and the health body, in %s',
  (version) =>
    inWorld({}, async (sandbox) => {
      await send(sandbox, 'POST', '/sandbox/health', { body: { status: 'degraded' } })
      const { status, headers, body } = await send(sandbox, 'GET', '/v1/cefi/health', { version })
      expect([status, headers.get('content-type')]).toEqual([503, 'application/json'])
      expect(at(body, version === 'v2026_01_23' ? 'data.status' : 'status')).toBe('degraded')
    }),
)

it('a step that comes from outside waits while confirmations are held, and comes once they are released', () =>
  inWorld({}, async (sandbox) => {
    const { scheduler } = sandbox.context
    const hold = (held: boolean) => send(sandbox, 'POST', '/sandbox/confirmations', { body: { hold: held } })
    const came: string[] = []
    await hold(true)
    scheduler.confirm(1, () => came.push('a settlement'))
    scheduler.confirm(1, () => came.push('another'))
    // Set after them for the same time, so that it comes after them.
    await new Promise<void>((resolve) => scheduler.after(1, resolve))
    expect(came).toEqual([])
    await hold(false)
    expect(came).toEqual(['a settlement', 'another'])
  }))

it.each([
  ['confirmations', { hold: 'yes' }],
  ['instruments', { symbol: 'NO-SUCH', status: 'HALTED' }],
  ['instruments', { symbol: SYMBOL, status: 'ASLEEP' }],
  ['health', { status: 'unwell' }],
])('refuses /sandbox/%s with %j', (path, body) =>
  inWorld({}, async (sandbox) => {
    expect((await send(sandbox, 'POST', `/sandbox/${path}`, { body })).status).toBe(400)
  }),
)
