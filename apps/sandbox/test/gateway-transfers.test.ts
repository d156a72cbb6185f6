import { describe, expect, it } from 'vitest'
import {
  accessToken,
  GatewaySession,
  type Json,
  nextCursor,
  organizationSession,
  payloadsOf,
  personalSession,
  withSandbox,
} from './support/session.ts'
import { stamp } from './support/signing.ts'

const USDC_ON_BASE = 'b3d9e5f2-1a4c-4e7b-9f0d-2c8a6b3e5f91'
const BTC_ON_CEFI = '0b7c1e5a-0000-4000-8000-000000000001'
const ON_CHAIN = {
  asset_id: USDC_ON_BASE,
  qty: '100.00',
  qty_unit: 'base',
  to: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
}
const WITHDRAWAL = { asset_id: BTC_ON_CEFI, qty: '0.5', qty_unit: 'base', to: 'bc1-sandbox', network: 'bitcoin' }

describe('a transfer on chain', () => {
  it.each([
    ['0.0000001', 400, 'amount_below_minimum', undefined],
    ['1.0000015', 201, undefined, '1000001000000000000'],
  ])('of %s, in a token with six decimals, is answered with %i', (qty, status, code, tokens) =>
    withSandbox(async (sandbox) => {
      const reply = await (await personalSession(sandbox)).send('POST', '/transfers', { ...ON_CHAIN, qty })
      const [payload] = payloadsOf(reply.body)
      const step = JSON.parse(Buffer.from(payload ?? '', 'base64').toString() || '{}') as Json
      expect([reply.status, reply.body['code'], step['qty']]).toStrictEqual([status, code, tokens])
    }),
  )

  // Shows Gateway, 7.6: awaiting_signature → pending → completed
  it('awaits a signature, then is pending, then completed, and takes the money along', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const created = await session.send('POST', '/transfers', ON_CHAIN)
      expect(created.status).toBe(201)
      expect(created.body).toMatchObject({ status: 'awaiting_signature', chain: 'base', sent: '0', tx_hash: '' })
      const id = String(created.body['id'])
      const executed = await session.execute(created.body)
      expect(executed.status).toBe(200)
      expect(executed.body).toMatchObject({ status: 'pending', payloads: [] })
      const done = await session.transferWhen(id, 'completed')
      expect(done).toMatchObject({ sent: '100', received: '100' })
      expect(done['tx_hash']).not.toBe('')
      expect((await session.balance('USDC', 'base'))['total']).toBe('999900')
    }))

  // Shows Gateway, 3: executeTransfer only in awaiting_signature
  it('is executed once', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/transfers', ON_CHAIN)
      const execute = () => session.execute(body)
      expect((await execute()).status).toBe(200)
      expect((await execute()).status).toBe(409)
    }))

  it('has failed and ended when another transfer took its money first, and takes nothing along', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const first = await session.send('POST', '/transfers', { ...ON_CHAIN, qty: '600000' })
      const second = await session.send('POST', '/transfers', { ...ON_CHAIN, qty: '500000' })
      const executed: Json[] = []
      for (const { body } of [first, second]) {
        executed.push((await session.execute(body)).body)
      }
      expect(executed.map(({ status }) => status)).toStrictEqual(['pending', 'failed'])
      const [row] = (await session.send('GET', '/transactions')).body['data'] as Json[]
      expect(row).toMatchObject({
        status: 'failed',
        completed_at: executed[1]?.['updated_at'],
        failure_reason: 'transfer: insufficient balance of USDC',
        transfer: { sent: '0', tx_hash: '', payloads: [] },
      })
      await session.transferWhen(String(first.body['id']), 'completed')
      expect((await session.balance('USDC', 'base'))['total']).toBe('400000')
    }))

  it('wants the stamp of the account, and stays unsent without it', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/transfers', ON_CHAIN)
      const path = `/transfers/${String(body['id'])}`
      // The contract of this operation has neither 403 nor 404.
      const [payload = ''] = payloadsOf(body)
      const execute = (signature: string) =>
        session.send('POST', `${path}/execute`, { signatures: [signature], auth_type: 'api_key' })
      expect((await execute(stamp(sandbox.credentials.revoked.keyFile, payload))).status).toBe(400)
      expect((await execute(stamp(sandbox.credentials.personal.keyFile, `${payload}x`))).status).toBe(400)
      expect((await session.send('GET', path)).body['status']).toBe('awaiting_signature')
    }))

  it('is shown to nobody but its owner', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const other = await organizationSession(sandbox)
      const { body } = await session.send('POST', '/transfers', ON_CHAIN)
      expect((await other.send('GET', `/transfers/${String(body['id'])}`)).status).toBe(404)
      expect((await other.send('GET', '/transfers')).body['data']).toStrictEqual([])
      expect((await other.send('GET', '/transactions')).body['data']).toStrictEqual([])
    }))

  it('counts no dollars of what has no price', () =>
    withSandbox(async (sandbox) => {
      const dust = { asset_id: '0b7c1e5a-0000-4000-8000-000000000017', to: 'SandboxReceiver11111111111111111111111111' }
      const session = await personalSession(sandbox)
      const { status, body } = await session.send('POST', '/transfers', { ...ON_CHAIN, ...dust, qty_unit: 'quote' })
      expect([status, body['message']]).toStrictEqual([400, 'qty_unit must be base for an asset that has no price'])
    }))

  // Shows Gateway, 7.6: quote units are dollars, sent counts tokens
  it('counts dollars when asked in quote units', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const demo = { ...ON_CHAIN, asset_id: '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b', qty: '2.98', qty_unit: 'quote' }
      const created = await session.send('POST', '/transfers', { ...demo, to: '1'.repeat(32) })
      const id = String(created.body['id'])
      await session.execute(created.body)
      expect(await session.transferWhen(id, 'completed')).toMatchObject({ qty: '2.98', sent: '100' })
    }))

  it.each([
    ['an unknown asset', { asset_id: '00000000-0000-4000-8000-000000000000' }, 'asset_id'],
    ['an address of another chain', { to: 'SandboxUSDC1111111111111111111111111111111' }, 'to'],
    ['more than the wallet holds', { qty: '1000000.01' }, 'qty'],
    ['a negative amount', { qty: '-1' }, 'qty'],
  ])('is refused for %s', (_name, change, field) =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { status, body } = await session.send('POST', '/transfers', { ...ON_CHAIN, ...change })
      expect(status).toBe(400)
      expect((body['field_violations'] as Json[]).map((violation) => violation['field'])).toStrictEqual([field])
    }),
  )
})

describe('a withdrawal from the exchange', () => {
  // Shows Gateway, 7.6: a CeFi withdrawal starts pending
  it('is pending at once, needs no signature, and completes', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { status, body } = await session.send('POST', '/transfers', WITHDRAWAL)
      expect(status).toBe(201)
      expect(body).toMatchObject({ status: 'pending', venue: 'cefi', chain: null, network: 'bitcoin', payloads: [] })
      expect((await session.balance('BTC', null))['held']).toBe('0.5')
      const done = await session.transferWhen(String(body['id']), 'completed')
      expect(done['sent']).toBe('0.5')
      expect(await session.balance('BTC', null)).toMatchObject({ total: '9.5', held: '0' })
    }))

  // Shows Gateway, 8.5: networks of a withdrawal
  it('takes networks of the asset and those that reach the same address, and no other', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const ether = { ...ON_CHAIN, asset_id: '0b7c1e5a-0000-4000-8000-000000000002', qty: '1' }
      const withdraw = (network: string) => session.send('POST', '/transfers', { ...ether, network })
      expect((await withdraw('ethereum')).status).toBe(201)
      expect((await withdraw('base')).body['network']).toBe('base')
      const refused = await withdraw('dogecoin')
      expect([refused.status, refused.body['message']]).toStrictEqual([400, 'network is not a network of this asset'])
    }))

  it('is refused for more than the account holds, and needs an account', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      expect((await session.send('POST', '/transfers', { ...WITHDRAWAL, qty: '10.1' })).status).toBe(400)
      const token = await accessToken(sandbox, sandbox.credentials.notOnboarded.keyFile)
      const refused = await new GatewaySession(sandbox, token).send('POST', '/transfers', WITHDRAWAL)
      expect([refused.status, refused.body['message']]).toStrictEqual([
        400,
        'asset_id is held on CeFi, which this account is not onboarded to',
      ])
    }))
})

describe('reading transfers', () => {
  it('filters by status and pages', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      await session.send('POST', '/transfers', ON_CHAIN)
      await session.send('POST', '/transfers', ON_CHAIN)
      const { body } = await session.send('POST', '/transfers', WITHDRAWAL)
      await session.transferWhen(String(body['id']), 'completed')
      const waiting = await session.send('GET', '/transfers?status=awaiting_signature&limit=1')
      expect(waiting.body['data']).toHaveLength(1)
      const cursor = String(nextCursor(waiting.body))
      const rest = await session.send(
        'GET',
        `/transfers?status=awaiting_signature&limit=1&cursor=${encodeURIComponent(cursor)}`,
      )
      expect(rest.body['data']).toHaveLength(1)
      expect(nextCursor(rest.body)).toBeNull()
    }))

  it('knows no transfer of that id', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const unknown = '00000000-0000-4000-8000-000000000000'
      expect((await session.send('GET', `/transfers/${unknown}`)).status).toBe(404)
      expect((await session.send('GET', '/transfers/not-a-uuid')).status).toBe(400)
    }))

  it('are listed whatever is asked, since their contract has no 400: a size is bent, a status that none has finds none', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      await session.send('POST', '/transfers', ON_CHAIN)
      const seen = []
      for (const query of ['limit=101', 'limit=0', 'limit=x', 'status=done']) {
        const { status, body } = await session.send('GET', `/transfers?${query}`)
        const { limit } = body['pagination'] as { limit: number }
        seen.push([status, limit, (body['data'] as Json[]).length])
      }
      expect(seen).toStrictEqual([
        [200, 100, 1],
        [200, 1, 1],
        [200, 50, 1],
        [200, 50, 0],
      ])
    }))
})
