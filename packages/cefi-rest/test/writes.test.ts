import { ConfigurationError, OutcomeUnknownError, ValidationError } from '@truemarkets/core'
import { startSandbox } from '@truemarkets/sandbox'
import { describe, expect, it } from 'vitest'
import { createCefiRestClient, hmacKey, type NewOrder } from '../src/index.ts'
import { key, only, scriptedClient } from './support/clients.ts'

const info = { client_id: '7', instrument_id: '1', qty: '1', price: '100', side: 'BUY', type: 'LIMIT' } as const
const transfer = { amount: '100', asset_id: '5', client_id: '7', type: 'DEPOSIT', platform: 'FIAT' } as const
const answer = { body: { data: { id: '1', status: 'NEW_PENDING' } } }
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('createOrder', () => {
  it('makes a client-assigned id where the caller gives none', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, answer)
    await cefi.createOrder({ body: { info } })
    expect(JSON.parse(only(sent).body)).toEqual({ external_id: expect.stringMatching(uuid) as unknown, info })
  })

  it('makes one where plain JavaScript passes undefined', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, answer)
    const body: object = { external_id: undefined, info }
    await cefi.createOrder({ body: body as NewOrder })
    expect(JSON.parse(only(sent).body)).toEqual({ external_id: expect.stringMatching(uuid) as unknown, info })
  })

  it('keeps the id of the caller', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, answer)
    await cefi.createOrder({ body: { external_id: 'mm-0-1', info } })
    expect(JSON.parse(only(sent).body)).toEqual({ external_id: 'mm-0-1', info })
  })

  it.each([
    ['an id of 19 characters', { external_id: '1234567890123456789', info }, 'body/external_id'],
    ['a limit order without a price', { info: { ...info, price: undefined } }, 'body/info/price'],
    ['a quantity of zero', { info: { ...info, qty: '0.00' } }, 'body/info/qty'],
    ['a quantity in scientific notation', { info: { ...info, qty: '1e3' } }, 'body/info/qty'],
    ['a side in lower case', { info: { ...info, side: 'buy' } }, 'body/info/side'],
  ])('refuses %s before anything is sent', async (_, body, path) => {
    const { cefi, sent } = scriptedClient({ auth: key })
    const call = cefi.createOrder({ body: JSON.parse(JSON.stringify(body)) as NewOrder })
    await expect(call).rejects.toThrow(ValidationError)
    await expect(call).rejects.toHaveProperty(
      'violations',
      expect.arrayContaining([expect.objectContaining({ path }) as unknown]),
    )
    expect(sent).toEqual([])
  })

  it('names a missing price once', async () => {
    const { cefi } = scriptedClient({ auth: key })
    const { price: _, ...unpriced } = info
    await expect(cefi.createOrder({ body: { info: unpriced } })).rejects.toHaveProperty('violations', [
      { path: 'body/info/price', message: "must have required property 'price'" },
    ])
  })

  it('refuses an over-long id even where nothing is checked against the contract', async () => {
    const { cefi, sent } = scriptedClient({ auth: key, validate: 'off' })
    const call = cefi.createOrder({ body: { external_id: '1234567890123456789', info } })
    await expect(call).rejects.toThrow(ValidationError)
    expect(sent).toEqual([])
  })

  it.each([
    ['the connection breaks', new TypeError('fetch failed')],
    ['the service times out inside', { status: 408, body: {} }],
    ['the service fails', { status: 500, body: {} }],
    ['the answer is cut', { body: '{"data":{' }],
  ])('is sent once and names the query that settles it when %s', async (_, lost) => {
    const { cefi, sent } = scriptedClient({ auth: key }, lost)
    const call = cefi.createOrder({ body: { external_id: 'mm-0-1', info } })
    await expect(call).rejects.toThrow(OutcomeUnknownError)
    await expect(call).rejects.toHaveProperty('settle', {
      query: "getOrderStatus({ path: { ref_id: 'mm-0-1' }, query: { id_type: 'client' } })",
      ids: { external_id: 'mm-0-1' },
    })
    expect(sent).toHaveLength(1)
  })
})

describe('a create that is answered without a name of what was created', () => {
  const nameless = [{}, { data: {} }, { data: { status: 'NEW_PENDING' } }, { data: { id: '', external_id: null } }]

  it.each(nameless)('may have taken effect: an order, and %j', async (body) => {
    const { cefi } = scriptedClient({ auth: key }, { body })
    await expect(cefi.createOrder({ body: { external_id: 'mm-0-1', info } })).rejects.toMatchObject({
      code: 'outcome_unknown',
      cause: { code: 'response_breaks_contract', operation: 'createOrder', status: 200 },
      settle: { ids: { external_id: 'mm-0-1' } },
    })
  })

  it.each(nameless)('may have taken effect: a transfer, and %j', async (body) => {
    const { cefi } = scriptedClient({ auth: key }, { body })
    await expect(cefi.createTransfer({ body: { request: transfer } })).rejects.toMatchObject({
      code: 'outcome_unknown',
      cause: { code: 'response_breaks_contract', operation: 'createTransfer', status: 200 },
    })
  })

  it.each([{ external_id: 'mm-0-1' }, { id: '1' }])('is an answer with either name: %j', async (data) => {
    const { cefi } = scriptedClient({ auth: key }, { body: { data } })
    await expect(cefi.createOrder({ body: { external_id: 'mm-0-1', info } })).resolves.toEqual(data)
  })
})

describe('modifyOrder', () => {
  const change = { client_id: '7', new_qty: '2', new_price: '100' }

  it('makes a new client-assigned id for the change', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, answer)
    await cefi.modifyOrder({ body: { id: '42', info: change } })
    expect(JSON.parse(only(sent).body)).toEqual({
      external_id: expect.stringMatching(uuid) as unknown,
      id: '42',
      info: change,
    })
  })

  it('is told to have changed nothing where the exchange refused it', async () => {
    const sandbox = await startSandbox()
    try {
      const cefi = createCefiRestClient({
        environment: { cefiRest: sandbox.urls.cefiRest },
        auth: hmacKey(sandbox.credentials.hmac),
      })
      const { data } = await cefi.listInstruments({ query: { symbol: 'BTC-PYUSD' } })
      const client_id = sandbox.credentials.hmac.clientId
      const bid = { ...info, client_id, instrument_id: data[0]?.id ?? '', qty: '0.001', price: '109500' }
      const { id = '' } = await cefi.createOrder({ body: { info: bid } })
      await cefi.waitForOrder({ path: { ref_id: id } }, { until: 'acknowledged', pollIntervalMs: 20 })
      // Far outside the price band; the order remembers the change all the same.
      const change = { client_id, new_qty: '0.001', new_price: '50000' }
      const { outcome, order } = await cefi.modifyAndWait({ body: { id, info: change } }, { pollIntervalMs: 20 })
      expect(order).toMatchObject({
        status: 'ACTIVE',
        order_info: { price: '109500' },
        modify_info: { new_price: '50000' },
      })
      expect(outcome).toBe('unchanged')
    } finally {
      await sandbox.close()
    }
  })

  it.each([
    [400, 'rejected'],
    [404, 'not_found'],
    [409, 'conflict'],
  ])(
    'that is refused with %i since a fill came first ends as the order did, and throws the refusal of one that lives',
    async (status, code) => {
      const wait = (state: string) => {
        const answers = [{ status, body: { message: 'no' } }, { body: { data: { id: '42', status: state } } }]
        const { cefi } = scriptedClient({ auth: key }, ...answers)
        const steps: string[] = []
        const ended = cefi.modifyAndWait(
          { body: { id: '42', info: change } },
          { onProgress: ({ step }) => steps.push(step) },
        )
        return { ended, steps }
      }
      const filled = wait('FILLED')
      await expect(filled.ended).resolves.toMatchObject({ outcome: 'filled', order: { id: '42' } })
      expect(filled.steps).toEqual(['status'])
      for (const state of ['ACTIVE', 'MODIFY_PENDING'])
        await expect(wait(state).ended).rejects.toMatchObject({ code, status })
    },
  )
})

describe('cancelOrder', () => {
  it('is sent again after a lost answer, because a second cancel has the same effect', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, new TypeError('fetch failed'), answer)
    await cefi.cancelOrder({ path: { ref_id: '42' } })
    expect(sent).toHaveLength(2)
  })

  it('that is given up on its way names the read that shows whether it took effect', async () => {
    const caller = new AbortController()
    const cefi = createCefiRestClient({
      environment: 'sandbox',
      auth: key,
      fetch: () => {
        caller.abort()
        return new Promise(() => {})
      },
    })
    const reference = { path: { ref_id: 'mm-0-1' }, query: { id_type: 'client' } } as const
    const settle = {
      query: "getOrderStatus({ path: { ref_id: 'mm-0-1' }, query: { id_type: 'client' } })",
      ids: { ref_id: 'mm-0-1' },
    }
    await expect(cefi.cancelAndWait(reference, { signal: caller.signal })).rejects.toMatchObject({
      code: 'aborted',
      settle,
    })
  })

  it.each(['..', '.', ''])('refuses %j as a reference', async (ref_id) => {
    const { cefi, sent } = scriptedClient({ auth: key })
    await expect(cefi.cancelOrder({ path: { ref_id } })).rejects.toThrow(ValidationError)
    expect(sent).toEqual([])
  })
})

describe('createTransfer', () => {
  it('sends the fields under request', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, answer)
    await cefi.createTransfer({ body: { request: transfer } })
    expect(JSON.parse(only(sent).body)).toEqual({ request: transfer })
  })

  it('sends them flat when told to, checked and signed all the same', async () => {
    const { cefi, sent } = scriptedClient({ auth: key, transferBody: 'flat' }, answer)
    await cefi.createTransfer({ body: { request: transfer } })
    expect(JSON.parse(only(sent).body)).toEqual(transfer)
    await expect(cefi.createTransfer({ body: { request: { ...transfer, amount: 'all' } } })).rejects.toThrow(
      ValidationError,
    )
  })

  it('leaves fields as they are that are flat already, where nothing is checked', async () => {
    const { cefi, sent } = scriptedClient({ auth: key, transferBody: 'flat', validate: 'off' }, answer)
    await cefi.createTransfer({ body: transfer as never })
    expect(JSON.parse(only(sent).body)).toEqual(transfer)
  })

  it('tells what to compare when its answer is lost', async () => {
    const { cefi } = scriptedClient({ auth: key }, new TypeError('fetch failed'))
    await expect(cefi.createTransfer({ body: { request: transfer } })).rejects.toHaveProperty('settle.ids', {
      client_id: '7',
      asset_id: '5',
    })
  })
})

describe('updateClient', () => {
  // What its body is called by is not published (R9).
  it.each([{ id: '7' }, { client_id: '7' }])('names the read that shows whether it took effect: %j', async (ids) => {
    const { cefi, sent } = scriptedClient({ auth: key }, { status: 504, body: {} })
    const call = cefi.updateClient({ body: { ...ids, cancel_on_disconnect: true } })
    await expect(call).rejects.toHaveProperty('settle', { query: 'listClients()', ids })
    expect(sent).toHaveLength(1)
  })
})

describe('the two quote contracts', () => {
  const body = { qty: '50000', instrument_id: '1' }

  it('share the singular path, where only the one of 1.0.3 is spoken', async () => {
    const { cefi, sent } = scriptedClient({ pathFamily: 'api-v1-singular' }, { body: { quote: '50025.50' } })
    await expect(cefi.computeMarketQuoteV103({ body })).resolves.toEqual({ quote: '50025.50' })
    expect(only(sent)).toMatchObject({ method: 'POST', target: '/api/v1/market/quote', body: JSON.stringify(body) })
    const present = { ...body, side: 'BUY', qty_unit: 'QUOTE' } as const
    await expect(cefi.computeMarketQuote({ body: present })).rejects.toThrow(ConfigurationError)
  })

  it('are refused the other way round too', async () => {
    const { cefi } = scriptedClient({})
    await expect(cefi.computeMarketQuoteV103({ body })).rejects.toThrow(ConfigurationError)
  })
})

it('names the query that settles a raw write whose answer is lost, by the id that was sent', async () => {
  const { cefi, sent } = scriptedClient({ auth: key }, new Error('cut'))
  const info = { client_id: '7', instrument_id: '1', qty: '1', price: '1', side: 'BUY', type: 'LIMIT' } as const
  await expect(cefi.raw.POST('/orders', { body: { external_id: 'mm-1', info } as never })).rejects.toMatchObject({
    code: 'outcome_unknown',
    settle: {
      query: "getOrderStatus({ path: { ref_id: 'mm-1' }, query: { id_type: 'client' } })",
      ids: { external_id: 'mm-1' },
    },
  })
  expect(sent).toHaveLength(1)
})

it('names the query that settles a modification, by the id of the order and not by that of the change', async () => {
  const { cefi } = scriptedClient({ auth: key }, { status: 504, body: {} })
  const info = { client_id: '7', new_qty: '1', new_price: '1' }
  await expect(cefi.modifyOrder({ body: { id: '42', external_id: 'mod-1', info } })).rejects.toHaveProperty('settle', {
    query: "getOrderStatus({ path: { ref_id: '42' } }) and read its status, order_info and modify_info",
    ids: { id: '42', external_id: 'mod-1' },
  })
})

it.each([
  [
    'POST',
    '/orders',
    { info: { client_id: '7', instrument_id: '1' } },
    'listActiveOrders(), then listOrders(), and look at their rows of the same instrument, side and quantity',
    { client_id: '7', instrument_id: '1' },
  ],
  [
    'PATCH',
    '/orders',
    { external_id: 'mod-1', info: {} },
    "listActiveOrders() and read the order's status, order_info and modify_info",
    { external_id: 'mod-1' },
  ],
  [
    'POST',
    '/transfers',
    { client_id: '7', asset_id: '3', amount: '1' },
    expect.stringMatching(/^listActiveTransfers/) as string,
    { client_id: '7', asset_id: '3' },
  ],
] as const)('names no empty id for a raw %s %s that was sent without one', async (method, path, body, query, ids) => {
  const { cefi } = scriptedClient({ auth: key }, new Error('cut'))
  const send = cefi.raw.request as (...parameters: unknown[]) => Promise<unknown>
  await expect(send(method, path, { body })).rejects.toMatchObject({ settle: { query, ids } })
})
