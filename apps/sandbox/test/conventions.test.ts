import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, callCefi, send } from './cefi-caller.ts'
import { assertClean, type CefiSandbox, startCefiSandbox } from './cefi-sandbox.ts'
import { type Json, personalSession, withSandbox } from './support/session.ts'
import { connect } from './ws-client.ts'

// Rules that hold for many answers at once: how scalars, times, ids, pages and errors are written.

let sandbox: CefiSandbox
const key = () => sandbox.context.credentials.hmac
const order = (more: object = {}) => ({
  info: {
    client_id: key().clientId,
    instrument_id: '78901949723181070',
    qty: '0.01',
    side: 'BUY',
    type: 'LIMIT',
    price: '109500',
    ...more,
  },
})
const enter = (body: object) => callCefi(sandbox, 'POST', '/v1/cefi/orders', { body })

beforeAll(async () => {
  sandbox = await startCefiSandbox()
  const asked = [await enter(order()), await enter(order({ type: 'MARKET', price: undefined }))]
  const request = {
    client_id: key().clientId,
    asset_id: '78901949717282824',
    amount: '5',
    type: 'DEPOSIT',
    platform: 'FIAT',
  }
  const body = { request: { ...request, instructions: {} } }
  asked.push(await callCefi(sandbox, 'POST', '/v1/cefi/transfers', { body }))
  // Lists that are empty would keep every convention.
  if (asked.some(({ status }) => status !== 200)) throw new Error(JSON.stringify(asked))
})
afterAll(async () => {
  assertClean(sandbox)
  await sandbox.close()
})

/** Every number, boolean and null in a value, by its path without positions. */
function notText(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return []
  if (Array.isArray(value)) return value.flatMap((each) => notText(each, path))
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, each]) => notText(each, `${path}.${name}`))
}

const AHEAD = '4000000000000000000'

describe('CeFi REST', () => {
  // Shows CeFi REST, 7: every scalar is text
  it.each([
    '/health',
    '/versions',
    '/assets',
    '/instruments',
    '/markets/quote',
    '/clients',
    '/orders/active',
    '/orders/list',
    `/orders/trades?timestamp=${AHEAD}`,
    '/balances',
    '/transfers/active',
    `/transfers?timestamp=${AHEAD}`,
    '/orders/status/1',
  ])('writes every scalar as text, but for the size of a page and the status of a problem: %s', async (path) => {
    const { body } = await callCefi(sandbox, 'GET', `/v1/cefi${path}`)
    const known = new Set(['.pagination.size', '.error.status'])
    expect(notText(body).filter((found) => !known.has(found))).toStrictEqual([])
  })

  // Shows CeFi REST, 7: ids of 17 or 18 digits, times in nanoseconds
  it('gives ids of 17 or 18 digits, and times of 19', async () => {
    const { body } = await callCefi(sandbox, 'GET', '/v1/cefi/orders/list')
    const rows = at(body, 'data') as Json[]
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) {
      expect(row['id']).toMatch(/^\d{18}$/)
      expect(at(row, 'order_info.client_id')).toMatch(/^\d{17}$/)
      expect([row['timestamp'], row['update_timestamp']].join(' ')).toMatch(/^\d{19} \d{19}$/)
    }
  })

  // Shows CeFi REST, 8.5: a list even for one id
  it('answers a list even for one id, and pages of ten by default', async () => {
    const { body } = await send(sandbox, 'GET', '/v1/cefi/markets/quote?instrument_id=78901949723181070')
    expect(at(body, 'data')).toHaveLength(1)
    const list = await callCefi(sandbox, 'GET', '/v1/cefi/orders/list')
    expect(at(list.body, 'pagination.size')).toBe(10)
  })

  // Shows CeFi REST, 9.18: status INVALID, and no available
  it('calls every balance INVALID, and has no member for what is available', async () => {
    const { body } = await callCefi(sandbox, 'GET', '/v1/cefi/balances')
    const [client = {}] = at(body, 'data') as Json[]
    expect(client['status']).toBe('INVALID')
    expect(Object.keys((client['balances'] as Json[])[0] ?? {})).toStrictEqual([
      'asset_id',
      'balance',
      'unsettled',
      'order_hold',
      'transfer_hold',
    ])
  })

  // Shows CeFi REST, 11: application/problem+json
  it.each(['v2026_01_23', 'v2024_01_01'])('sends problems as application/problem+json in %s', async (version) => {
    const { headers } = await callCefi(sandbox, 'GET', '/v1/cefi/orders/status/1', { version })
    expect(headers.get('content-type')).toBe('application/problem+json')
  })

  // Shows CeFi REST, 9.1: client-assigned ids
  it.each([
    ['1', 200],
    ['A-z0.9_~', 200],
    ['a'.repeat(18), 200],
    ['2adc09dd-d49f-41da-b3b8-30d01bb350fe', 200],
    ['a'.repeat(19), 400],
    ['2ADC09DD-D49F-41DA-B3B8-30D01BB350FE', 400],
    ['with space', 400],
    ['ümlaut', 400],
  ])('takes "%s" as a client-assigned id: %i', async (external_id, status) => {
    expect((await enter({ external_id, ...order({ price: '109000' }) })).status).toBe(status)
  })

  // Shows CeFi WebSocket, 5.6: match_id as in REST
  it('names the match of a trade as the WebSocket does', async () => {
    const client = await connect(sandbox)
    client.open('SUBSCRIBE_NO_AUTH', ['TRADE'], ['BTC-PYUSD'])
    await client.nextOn('TRADE', 'SNAPSHOT_COMPLETE')
    await enter(order({ type: 'MARKET', price: undefined }))
    const told = await client.nextOn('TRADE', 'UPDATE')
    expect(told['seqnum']).toBe('0')
    const matches = async () => {
      const { body } = await callCefi(sandbox, 'GET', `/v1/cefi/orders/trades?timestamp=${AHEAD}&size=100`)
      return (at(body, 'data') as Json[]).map((row) => row['match_id'])
    }
    await expect.poll(matches).toContain(at(told, 'data.match_id'))
    client.socket.terminate()
  })
})

describe('the WebSocket', () => {
  // Shows CeFi WebSocket, 8: a new connection begins anew
  it('numbers every connection from the beginning', async () => {
    const numbers: unknown[] = []
    for (let count = 0; count < 2; count += 1) {
      const client = await connect(sandbox)
      client.signed('SUBSCRIBE', ['DEPTH'], ['ETH-PYUSD'])
      numbers.push((await client.nextOn('DEPTH', 'SNAPSHOT'))['seqnum'])
      client.socket.terminate()
    }
    expect(numbers).toStrictEqual(['0', '0'])
  })
})

describe('the Gateway', () => {
  // Shows Gateway, 7.1: a canceled order may be partly filled
  it('reads a canceled order that was filled in part with its fills, and with nothing left', () =>
    withSandbox(async (gatewaySandbox) => {
      const session = await personalSession(gatewaySandbox)
      // More than the best level holds, at its price: the rest of it rests.
      const terms = { base_asset: 'BTC', quote_asset: 'USD', type: 'limit', side: 'buy', qty_unit: 'base' }
      const { body } = await session.send('POST', '/orders', { ...terms, qty: '5', price: '110869.5' })
      const id = String(body['order_id'])
      const resting = await session.orderWhen(id, 'active')
      expect(Number(resting['leaves_qty'])).toBeGreaterThan(0)
      await session.send('DELETE', `/orders/${id}`)
      const canceled = await session.orderWhen(id, 'canceled')
      expect(canceled['leaves_qty']).toBe('0')
      expect(Number(canceled['executed_qty'])).toBeGreaterThan(0)
    }))

  // Shows Gateway, 8.8: pages everywhere but balances
  it('has pages of fifty by default, and balances without pages', () =>
    withSandbox(async (gatewaySandbox) => {
      const session = await personalSession(gatewaySandbox)
      for (const path of ['/orders', '/transfers', '/transactions']) {
        const { body } = await session.send('GET', path)
        expect(body['pagination']).toStrictEqual({ next_cursor: null, limit: 50 })
      }
      for (const path of ['/balances', '/balances/unified'])
        expect(Object.keys((await session.send('GET', path)).body)).toStrictEqual(['data'])
    }))

  // Shows Gateway, 10: a CeFi catalogue row has every member
  it('lists a CeFi asset with every member that was seen', () =>
    withSandbox(async (gatewaySandbox) => {
      const { body } = await (await personalSession(gatewaySandbox)).send('GET', '/assets?venue=cefi')
      const [asset = {}] = body['data'] as Json[]
      const seen =
        'id chain address symbol name decimals slug is_active description website icon tradeable stable venue image market_data socials networks status type asset_class'
      expect(Object.keys(asset).toSorted()).toStrictEqual(seen.split(' ').toSorted())
    }))
})
