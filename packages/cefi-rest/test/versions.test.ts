import type { ClientEvent } from '@truemarkets/core'
import { DecodeError, NotFoundError, RejectedError } from '@truemarkets/core'
import { describe, expect, it, vi } from 'vitest'
import { key, only, scriptedClient } from './support/clients.ts'

const problem = { type: 'about:blank', title: 'An Error Occured', status: 400, detail: 'qty is too small' }
const after = { wallMs: () => Date.UTC(2026, 10, 20), monotonicMs: () => 0, random: () => 0, after: () => () => {} }

describe('the schema version', () => {
  it('is sent with every request', async () => {
    const { cefi, sent } = scriptedClient({}, { body: { data: [] } })
    await cefi.listAssets()
    expect(only(sent).headers.get('X-Truex-Version')).toBe('v2026_01_23')
  })

  it('can be pinned for the client', async () => {
    const { cefi, sent } = scriptedClient({ schemaVersion: 'v2024_01_01' }, { body: [] })
    await cefi.listAssets()
    expect(only(sent).headers.get('X-Truex-Version')).toBe('v2024_01_01')
  })

  it('can be chosen for one call', async () => {
    const { cefi, sent } = scriptedClient({}, { body: [] })
    await cefi.listAssets({}, { schemaVersion: 'v2024_01_01' })
    expect(only(sent).headers.get('X-Truex-Version')).toBe('v2024_01_01')
  })
})

describe('results', () => {
  it.each([
    ['v2024_01_01', [{ id: '1', order: { qty: '2' }, exeuted_qty: '1' }]],
    ['v2026_01_23', { data: [{ id: '1', order_info: { qty: '2' }, executed_qty: '1' }] }],
  ] as const)('have one shape: a list of %s', async (schemaVersion, body) => {
    const { cefi } = scriptedClient({ auth: key, schemaVersion }, { body })
    await expect(cefi.listActiveOrders()).resolves.toEqual({
      data: [{ id: '1', order_info: { qty: '2' }, executed_qty: '1' }],
    })
  })

  it.each([
    ['bare', { id: '1', status: 'CANCEL_PENDING' }],
    ['in data', { data: { id: '1', status: 'CANCEL_PENDING' } }],
    ['in an array of one in data', { data: [{ id: '1', status: 'CANCEL_PENDING' }] }],
  ])('have one shape: a single object %s', async (_, body) => {
    const { cefi } = scriptedClient({ auth: key }, { body })
    await expect(cefi.cancelOrder({ path: { ref_id: '1' } })).resolves.toEqual({ id: '1', status: 'CANCEL_PENDING' })
  })

  it.each([
    ['bare', [{ version: 'v2026_01_23' }]],
    ['in data', { data: [{ version: 'v2026_01_23' }] }],
  ])('keep a list of one schema version a list, %s', async (_, body) => {
    const { cefi } = scriptedClient({}, { body })
    await expect(cefi.listVersions()).resolves.toEqual([{ version: 'v2026_01_23' }])
  })

  it.each([{ body: [] }, { body: { data: [] } }])('read $body for an order as not found', async ({ body }) => {
    const { cefi } = scriptedClient({ auth: key }, { body })
    const call = cefi.getOrderStatus({ path: { ref_id: '1' } })
    await expect(call).rejects.toThrow(NotFoundError)
    await expect(call).rejects.toMatchObject({ operation: 'getOrderStatus', status: 200, attempts: 1 })
  })

  it('say of an order that is not found under an id of the client that its kind is to be told', async () => {
    const { cefi } = scriptedClient({ auth: key }, { status: 404, body: {} })
    await expect(cefi.getOrderStatus({ path: { ref_id: 'mm-0-1' } })).rejects.toMatchObject({
      nextStep: expect.stringContaining('id_type') as string,
    })
  })

  it('refuse two orders for one reference', async () => {
    const { cefi } = scriptedClient({ auth: key }, { body: [{ id: '1' }, { id: '2' }] })
    await expect(cefi.getOrderStatus({ path: { ref_id: 'mine' }, query: { id_type: 'client' } })).rejects.toThrow(
      'getOrderStatus answered 2 orders for one reference; listOrders shows them.',
    )
  })

  it.each([[], { data: [] }, { data: null }, [{ id: '1' }, { id: '2' }], { data: 'ok' }])(
    'refuse %j for a new order',
    async (body) => {
      const { cefi } = scriptedClient({ auth: key }, { body })
      const info = { client_id: '7', instrument_id: '1', qty: '1', price: '1', side: 'BUY', type: 'LIMIT' } as const
      await expect(cefi.createOrder({ body: { info } })).rejects.toMatchObject({
        code: 'outcome_unknown',
        settle: { query: expect.stringMatching(/^getOrderStatus/) as string },
        cause: { code: 'response_breaks_contract' },
      })
    },
  )

  it.each([6_000, 200_000])(
    'refuse what is nested %i deep, and leave the outcome of a write unknown by it',
    async (depth) => {
      const nested = `{"data":{"id":"1","x":${'['.repeat(depth)}${']'.repeat(depth)}}}`
      const { cefi } = scriptedClient({ auth: key }, { body: nested }, { body: nested })
      const info = { client_id: '7', instrument_id: '1', qty: '1', price: '1', side: 'BUY', type: 'LIMIT' } as const
      await expect(cefi.getOrderStatus({ path: { ref_id: '1' } })).rejects.toMatchObject({
        code: 'response_breaks_contract',
      })
      await expect(cefi.createOrder({ body: { info } })).rejects.toMatchObject({ code: 'outcome_unknown', status: 200 })
      const refusing = scriptedClient({ auth: key }, { status: 409, body: nested })
      await expect(refusing.cefi.createOrder({ body: { info } })).rejects.toMatchObject({ code: 'conflict' })
    },
  )

  it.each([{}, { orders: [] }, { data: {} }, '"ok"'])('refuse %j for a list', async (body) => {
    const { cefi } = scriptedClient({}, { body })
    const call = cefi.listInstruments()
    await expect(call).rejects.toThrow(DecodeError)
    await expect(call).rejects.toMatchObject({ code: 'response_breaks_contract', status: 200, attempts: 1 })
  })

  it('come as the service sends them from raw', async () => {
    const { cefi } = scriptedClient({ auth: key }, { body: [{ id: '1', exeuted_qty: '1' }] })
    const { data, response } = await cefi.raw.GET('/orders/active')
    expect(response.status).toBe(200)
    expect(data).toEqual([{ id: '1', exeuted_qty: '1' }])
  })

  it('report names that disagree to the logger', async () => {
    const warn = vi.fn()
    const logger = { debug: () => {}, warn }
    const { cefi } = scriptedClient({ auth: key, logger }, { body: { data: { executed_qty: '1', exeuted_qty: '2' } } })
    await cefi.getOrderStatus({ path: { ref_id: '1' } })
    expect(warn).toHaveBeenCalledWith('Two names of one member disagree.', {
      operation: 'getOrderStatus',
      kept: 'executed_qty',
      dropped: 'exeuted_qty',
    })
  })
})

describe('refusals', () => {
  it.each([
    ['v2024_01_01', problem],
    ['v2026_01_23', { error: problem }],
  ] as const)('have one shape: the problem of %s', async (schemaVersion, body) => {
    const { cefi } = scriptedClient({ auth: key, schemaVersion }, { status: 400, body })
    const call = cefi.listActiveOrders()
    await expect(call).rejects.toThrow(RejectedError)
    await expect(call).rejects.toMatchObject({
      status: 400,
      problem: { type: 'about:blank', title: 'An Error Occured', message: 'qty is too small' },
    })
  })
})

describe('events', () => {
  const listen = () => {
    const events: ClientEvent[] = []
    return { events, onEvent: (event: ClientEvent) => events.push(event) }
  }

  it('say before the first call, once, that a pinned version is past its sunset', async () => {
    const { events, onEvent } = listen()
    const options = { schemaVersion: 'v2024_01_01', onEvent, runtime: after } as const
    const { cefi } = scriptedClient(options, { body: [] }, { body: [] })
    await cefi.listAssets()
    await cefi.listInstruments()
    expect(events[0]).toEqual({ type: 'sunset', version: 'v2024_01_01', sunset: '2026-08-05' })
    expect(events.filter((event) => event.type === 'sunset')).toHaveLength(1)
  })

  it('say nothing of a sunset for the current version', async () => {
    const { events, onEvent } = listen()
    const { cefi } = scriptedClient({ onEvent, runtime: after }, { body: { data: [] } })
    await cefi.listAssets()
    expect(events.map((event) => event.type)).toEqual(['request', 'attempt'])
  })

  it('report Deprecation and Sunset once for each operation', async () => {
    const { events, onEvent } = listen()
    const headers = { deprecation: '@1769212800', sunset: 'Wed, 05 Aug 2026 00:00:00 GMT' }
    const answer = { body: [], headers }
    const { cefi } = scriptedClient({ schemaVersion: 'v2024_01_01', onEvent }, answer, answer, answer)
    await cefi.listAssets()
    await cefi.listAssets()
    await cefi.listInstruments()
    expect(events.flatMap((event) => (event.type === 'deprecation' ? [event.operation] : []))).toEqual([
      'listAssets',
      'listInstruments',
    ])
  })
})
