import { describe, expect, it } from 'vitest'
import { decimal } from '../src/exchange/decimal.ts'
import { inWorld, placing } from './answer-worlds.ts'
import { at, callCefi, send } from './cefi-caller.ts'
import type { CefiSandbox } from './cefi-sandbox.ts'

// The open questions, but for those about access, orders and quotes: what changes in the other world.

describe('R1, after the sunset', () => {
  const statuses = (sandbox: CefiSandbox) =>
    Promise.all([
      send(sandbox, 'GET', '/v1/cefi/assets', { version: null }),
      send(sandbox, 'GET', '/v1/cefi/assets', { version: 'v2024_01_01' }),
      send(sandbox, 'GET', '/api/v1/assets'),
      send(sandbox, 'GET', '/v1/cefi/assets'),
    ]).then((replies) => replies.map(({ status }) => status))

  // Shows CeFi REST, R1: after the sunset
  it('refused: only the current version on the current prefix is left', async () => {
    expect(await inWorld({ R1: 'refused' }, statuses)).toEqual([400, 410, 404, 200])
  })

  it('refused, but the clock stands before the sunset: all are served', async () => {
    const early = (sandbox: CefiSandbox) => {
      sandbox.context.clock.set(Date.parse('2026-08-04T23:59:59Z'))
      return statuses(sandbox)
    }
    expect(await inWorld({ R1: 'refused' }, early)).toEqual([200, 200, 200, 200])
  })

  it('still-served: all are served', async () => {
    expect(await inWorld({ R1: 'still-served' }, statuses)).toEqual([200, 200, 200, 200])
  })
})

it.each(['cursor', 'next_cursor', 'after', 'page_token'])('R2=%s: the next page is asked for by that name', (name) =>
  inWorld({ R2: name }, async (sandbox) => {
    await placing(sandbox, 'first')
    await placing(sandbox, 'second')
    const page = await callCefi(sandbox, 'GET', '/v1/cefi/orders/list?size=1')
    const cursor = String(at(page.body, 'pagination.next_cursor'))
    const next = await callCefi(sandbox, 'GET', `/v1/cefi/orders/list?size=1&${name}=${cursor}`)
    expect(at(next.body, 'data.0.external_id')).toBe('first')
  }),
)

it.each([
  ['object', 'data.id'],
  ['array-of-one', 'data.0.id'],
  ['bare', 'id'],
])('R4=%s: a single order is read at %s', (world, path) =>
  inWorld({ R4: world }, async (sandbox) => {
    expect(at((await placing(sandbox, 'one')).body, path)).toMatch(/^[0-9]{18}$/)
  }),
)

it.each([
  ['array', 'data.0.version'],
  ['object-with-array', 'data.versions.0.version'],
])('R5=%s: the versions are read at %s', (world, path) =>
  inWorld({ R5: world }, async (sandbox) => {
    expect(at((await send(sandbox, 'GET', '/v1/cefi/versions')).body, path)).toBe('v2024_01_01')
  }),
)

it.each([
  ['missing', undefined],
  ['null', null],
  ['empty', ''],
])('R6=%s: the last page has the cursor %j', (world, cursor) =>
  inWorld({ R6: world }, async (sandbox) => {
    const { body } = await callCefi(sandbox, 'GET', '/v1/cefi/orders/list')
    expect(at(body, 'pagination')).toStrictEqual(
      cursor === undefined ? { size: 10 } : { size: 10, next_cursor: cursor },
    )
  }),
)

// Shows CeFi REST, R7: current paths that no edition prints
it.each([
  ['as-printed', 200],
  ['elsewhere', 404],
])('R7=%s: trades and active transfers get %i on the current prefix, and 200 on the older one', (world, status) =>
  inWorld({ R7: world }, async (sandbox) => {
    const ask = async (path: string) => (await callCefi(sandbox, 'GET', path)).status
    for (const path of ['/orders/trades?timestamp=1', '/transfers/active']) {
      expect([await ask(`/v1/cefi${path}`), await ask(`/api/v1${path}`)]).toEqual([status, 200])
    }
    expect([await ask('/v1/cefi/orders/active'), await ask('/v1/cefi/transfers?timestamp=1')]).toEqual([200, 200])
  }),
)

it.each(['executed_qty', 'exeuted_qty'])('R8=%s: the executed quantity has that name, and no other', (name) =>
  inWorld({ R8: name }, async (sandbox) => {
    const { body } = await placing(sandbox, 'one')
    const names = Object.keys(at(body, 'data') as object).filter((key) => key.endsWith('uted_qty'))
    expect(names).toEqual([name])
  }),
)

// Shows CeFi REST, R9: what a change of a client takes
it.each([
  ['any-members', [400, 'The body names no setting to change.', 200, 200]],
  ['named-members', [400, 'mnemonic is missing.', 400, 200]],
])('R9=%s: a change of nothing, of another setting and of the mnemonic get %j', (world, expected) =>
  inWorld({ R9: world }, async (sandbox) => {
    const change = (body: unknown) => callCefi(sandbox, 'PATCH', '/v1/cefi/clients', { body })
    const empty = await change({})
    const other = await change({ info: { colour: 'blue' } })
    const named = await change({ info: { mnemonic: 'NEW' } })
    expect([empty.status, at(empty.body, 'error.detail'), other.status, named.status]).toEqual(expected)
    expect(at(named.body, 'data.info.mnemonic')).toBe('NEW')
  }),
)

// Both worlds are in the contract, so the sandbox holds both to it.
it.each([
  ['object', 'v2026_01_23', 'data.id'],
  ['object', 'v2024_01_01', 'id'],
  ['array-of-one', 'v2026_01_23', 'data.0.id'],
  ['array-of-one', 'v2024_01_01', '0.id'],
])('R10=%s: order status of %s is read at %s', (world, version, path) =>
  inWorld({ R10: world }, async (sandbox) => {
    await placing(sandbox, 'one')
    const { body } = await callCefi(sandbox, 'GET', '/v1/cefi/orders/status/one?id_type=client', { version })
    expect(at(body, path)).toMatch(/^[0-9]{18}$/)
  }),
)

it.each([
  ['wrapped', 200, 400],
  ['flat', 400, 200],
])('R11=%s: a wrapped transfer gets %i, a flat one %i', (world, wrapped, flat) =>
  inWorld({ R11: world }, async (sandbox) => {
    const { clientId } = sandbox.context.credentials.hmac
    const request = {
      amount: '1',
      asset_id: '78901949717282824',
      client_id: clientId,
      type: 'DEPOSIT',
      platform: 'FIAT',
    }
    const ask = (body: unknown) => callCefi(sandbox, 'POST', '/v1/cefi/transfers', { body })
    expect([(await ask({ request })).status, (await ask(request)).status]).toEqual([wrapped, flat])
  }),
)

it.each([
  ['before', 1, 0],
  ['after', 0, 1],
])('R12=%s: a moment after the transfer lists %i, one before it %i', (world, late, early) =>
  inWorld({ R12: world }, async (sandbox) => {
    const { clock, credentials, exchange } = sandbox.context
    const request = { clientId: credentials.hmac.clientId, assetId: '78901949717282824', platform: 'FIAT' }
    exchange.transfer({ ...request, amount: decimal('1'), type: 'DEPOSIT' })
    const count = async (offsetMs: number) => {
      const timestamp = `${clock.now() + offsetMs}000000`
      const { body } = await callCefi(sandbox, 'GET', `/v1/cefi/transfers?timestamp=${timestamp}`)
      return Object.keys(at(body, 'data') as object).length
    }
    expect([await count(60_000), await count(-60_000)]).toEqual([late, early])
  }),
)

it.each([
  ['enveloped', 'error.status'],
  ['bare', 'status'],
])('R13=%s: the status of a problem is read at %s', (world, path) =>
  inWorld({ R13: world }, async (sandbox) => {
    expect(at((await send(sandbox, 'GET', '/v1/cefi/clients')).body, path)).toBe(401)
  }),
)

it.each([
  ['second-order', 200],
  ['refused', 400],
])('R17=%s: the same external_id again gets %i', (world, status) =>
  inWorld({ R17: world }, async (sandbox) => {
    await placing(sandbox, 'twice')
    expect((await placing(sandbox, 'twice')).status).toBe(status)
  }),
)

it.each([
  ['no', 400],
  ['yes', 200],
])('R18=%s: a change by external_id alone gets %i', (world, status) =>
  inWorld({ R18: world }, async (sandbox) => {
    await placing(sandbox, 'mine')
    const info = { client_id: sandbox.context.credentials.hmac.clientId, new_qty: '0.02', new_price: '110000' }
    const reply = await callCefi(sandbox, 'PATCH', '/v1/cefi/orders', { body: { external_id: 'mine', info } })
    expect(reply.status).toBe(status)
  }),
)

// Shows CeFi REST, R19: values of open members
it.each([
  ['words', 'ACTIVE'],
  ['other-values', '1'],
])('R19=%s: an asset has the status "%s"', (world, status) =>
  inWorld({ R19: world }, async (sandbox) => {
    expect(at((await send(sandbox, 'GET', '/v1/cefi/assets')).body, 'data.0.status')).toBe(status)
  }),
)

// Shows CeFi REST, R20: the instructions of a transfer
it.each([
  ['object', {}, { a: 'b' }],
  ['other', [{}], [{ a: 'b' }]],
])('R20=%s: a transfer that was there has the instructions %j, one that is made then %j', (world, there, made) =>
  inWorld({ R20: world }, async (sandbox) => {
    const body = {
      request: {
        amount: '1',
        asset_id: '78901949717282824',
        client_id: sandbox.context.credentials.hmac.clientId,
        type: 'WITHDRAW',
        platform: 'FIAT',
        instructions: { a: 'b' },
      },
    }
    const created = await callCefi(sandbox, 'POST', '/v1/cefi/transfers', { body })
    expect(at(created.body, 'data.request.instructions')).toEqual(made)
    const timestamp = `${sandbox.context.clock.now() + 1_000}000000`
    const listed = await callCefi(sandbox, 'GET', `/v1/cefi/transfers?timestamp=${timestamp}`)
    const [last, first] = ['data.0', 'data.1'].map((row) => at(listed.body, `${row}.request.instructions`))
    expect([first, last]).toEqual([there, made])
  }),
)

it('R20, unanswered: an account has no transfer', () =>
  inWorld({}, async (sandbox) => {
    const timestamp = `${sandbox.context.clock.now() + 1_000}000000`
    const { body } = await callCefi(sandbox, 'GET', `/v1/cefi/transfers?timestamp=${timestamp}`)
    expect(at(body, 'data')).toEqual([])
  }))

it.each([
  ['http-date', 'Fri, 23 Jan 2026 00:00:00 GMT'],
  ['epoch', '@1769126400'],
])('R23=%s: Deprecation reads %s', (world, text) =>
  inWorld({ R23: world }, async (sandbox) => {
    const { headers } = await send(sandbox, 'GET', '/v1/cefi/assets', { version: 'v2024_01_01' })
    expect(headers.get('deprecation')).toBe(text)
  }),
)

// Shows CeFi REST, R24: a newer edition
it.each([
  ['known-edition', ['v2024_01_01', 'v2026_01_23', 'v1.0.5']],
  ['newer-edition', ['v2024_01_01', 'v2026_01_23', 'v2027_01_23']],
  [undefined, ['v2024_01_01', 'v2026_01_23']],
])('R24=%s: the service names %j', (R24, expected) =>
  inWorld(R24 === undefined ? {} : { R24 }, async (sandbox) => {
    const { body } = await send(sandbox, 'GET', '/v1/cefi/versions')
    expect((at(body, 'data') as { version: string }[]).map(({ version }) => version)).toEqual(expected)
  }),
)
