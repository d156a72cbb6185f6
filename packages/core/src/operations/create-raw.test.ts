import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { answer, harness, refuse, type Step, TABLE } from '../../test/harness.ts'
import { createRaw } from './create-raw.ts'

interface Paths {
  '/orders/{id}': {
    get: {
      parameters: { path: { id: string } }
      responses: { 200: { content: { 'application/json': { id: string } } } }
    }
  }
  '/orders': {
    post: {
      requestBody: { content: { 'application/json': { qty: string } } }
      responses: { 200: { content: { 'application/json': { id: string } } } }
    }
  }
}

interface List {
  get: { parameters: { query: { ids: string[] } }; responses: { 200: { content: { 'application/json': object } } } }
}

interface Lists {
  '/orders/list': List
  '/orders/others': List
}

/** A raw client over a scripted transport, with what drives and watches it. */
function rawClient(script: readonly Step[]) {
  const { pipeline, run, fail, sent } = harness(script)
  return { raw: createRaw<Paths>(pipeline), run, fail, sent }
}

describe('the raw client', () => {
  test('writes a list as the contract has it for the operation', async () => {
    const table = { ...TABLE, listOrders: { ...TABLE.listOrders, commaLists: ['ids'] } }
    const { pipeline, api, run, sent } = harness([answer(200, { data: [] })], { table })
    const raw = createRaw<Lists>(pipeline, { operations: table, settle: {} })
    const query = { ids: ['1', '2'] }
    await run(() => api.listOrders({ query }))
    await run(() => raw.GET('/orders/list', { params: { query } }))
    await run(() => raw.request('get', '/orders/list', { params: { query } }))
    await run(() => raw.GET('/orders/others', { params: { query } }))
    await run(() => raw.GET('/orders/list', { params: { query }, querySerializer: () => 'mine' }))
    // As in programs whose compiler takes it for one that is left out.
    const unset = { querySerializer: undefined } as object
    await run(() => raw.GET('/orders/list', { params: { query }, ...unset }))
    const searches = sent.map(({ url }) => new URL(url).search)
    expect(searches).toEqual(['?ids=1,2', '?ids=1,2', '?ids=1,2', '?ids=1&ids=2', '?mine', '?ids=1,2'])
  })

  test('answers data, error and response over the same pipeline', async () => {
    const { raw, run, sent } = rawClient([answer(200, { id: '7' }), answer(404, { message: 'no' })])
    const found = await run(() => raw.GET('/orders/{id}', { params: { path: { id: '7' } } }))
    expect(found.data).toEqual({ id: '7' })
    const missing = await run(() => raw.GET('/orders/{id}', { params: { path: { id: '8' } } }))
    expect(missing.error).toEqual({ message: 'no' })
    expect(missing.response.status).toBe(404)
    expect(sent[0]?.headers).toHaveProperty('x-truex-signature')
  })

  test('refuses a body that JSON cannot hold', async () => {
    const { raw, fail, sent } = rawClient([answer(200)])
    const body = { qty: 1n as unknown as string }
    expect(await fail(() => raw.POST('/orders', { body }))).toMatchObject({ code: 'request_invalid' })
    expect(sent).toEqual([])
  })

  test.each<Record<string, string>>([{}, { 'content-length': '25' }])(
    'rounds no id that comes as a number, with the headers %j',
    async (headers) => {
      const { raw, run } = rawClient([answer(200, '{"id":799477895858487977}', headers)])
      const { data } = await run(() => raw.GET('/orders/{id}', { params: { path: { id: '7' } } }))
      expect(data).toEqual({ id: '799477895858487977' })
    },
  )

  test('rounds no id in a refusal, of which the response keeps the text as it came', async () => {
    const text = '{"error":{"order_id":799477895858487977,"status":409}}'
    const { raw, run } = rawClient([answer(409, text)])
    const { error, response } = await run(() => raw.GET('/orders/{id}', { params: { path: { id: '7' } } }))
    expect(error).toEqual({ error: { order_id: '799477895858487977', status: 409 } })
    expect(await response.text()).toBe(text)
  })

  test('leaves the text of a refusal that is none of JSON, and the refusal that middleware gives', async () => {
    const { raw, run } = rawClient([answer(400, '<html>'), answer(409, '{}')])
    const read = () => run(() => raw.GET('/orders/{id}', { params: { path: { id: '7' } } }))
    expect((await read()).error).toBe('<html>')
    raw.use({ onResponse: () => new Response('{"said":"by middleware"}', { status: 409 }) })
    expect((await read()).error).toEqual({ said: 'by middleware' })
  })

  test.each<Record<string, string>>([{}, { 'content-length': '19' }])(
    'throws a typed error for a success that is not JSON, without a word of it, with the headers %j',
    async (headers) => {
      const page = 'not-for-the-records'
      const { raw, fail } = rawClient([answer(200, page, headers), answer(200, page, headers)])
      const read = await fail(() => raw.GET('/orders/{id}', { params: { path: { id: '7' } } }))
      expect(read).toMatchObject({ code: 'response_undecodable', operation: 'getOrder', status: 200 })
      const write = await fail(() => raw.POST('/orders', { body: { qty: '1' } }))
      expect(write).toMatchObject({ code: 'outcome_unknown', operation: 'createOrder', status: 200 })
      expect(`${inspect(read)}${inspect(write)}`).not.toContain('records')
    },
  )

  test('gives no data for a success without a body', async () => {
    const { raw, run } = rawClient([answer(200, '')])
    const { data, response } = await run(() => raw.GET('/orders/{id}', { params: { path: { id: '7' } } }))
    expect([data, response.status]).toEqual([undefined, 200])
  })

  test('sends nothing that middleware writes into a copy of a request', async () => {
    const { raw, run, sent } = rawClient([answer(200)])
    raw.use({
      onRequest({ request }) {
        request.clone().headers.set('x-noted', 'in the copy')
        request.headers.set('x-kept', 'in the request')
      },
    })
    await run(() => raw.POST('/orders', { body: { qty: '1' } }))
    expect(sent[0]?.headers).toHaveProperty('x-kept')
    expect(sent[0]?.headers).not.toHaveProperty('x-noted')
  })

  test('takes call options', async () => {
    const { raw, fail, sent } = rawClient([refuse('ECONNRESET')])
    await fail(() => raw.GET('/orders/{id}', { params: { path: { id: '7' } }, call: { retry: false } }))
    expect(sent).toHaveLength(1)
  })

  test.each([
    ['a misspelt one', { timeOutMs: 5 }, 'option_unknown'],
    ['what is none', null, 'option_invalid'],
  ])('refuses of call options %s', async (_, options, code) => {
    const { raw, fail, sent } = rawClient([answer(200)])
    const call = options as object
    expect(await fail(() => raw.GET('/orders/{id}', { params: { path: { id: '7' } }, call }))).toMatchObject({ code })
    expect(await fail(() => raw.POST('/orders', { body: { qty: '1' }, call }))).toMatchObject({ code })
    expect(sent).toHaveLength(0)
  })

  test.each([
    ['headers', { headers: { authorization: 'Bearer planted\nx' } }],
    ['headers in a list', { headers: { authorization: ['planted\nx'] } }],
    ['header parameters', { params: { path: { id: '7' }, header: { 'x-note': 'planted\nx' } } }],
    ['names', { headers: { 'x note': 'planted' } }],
  ])('refuses %s that cannot be sent, without their values', async (_, init) => {
    const { raw, fail, sent } = rawClient([answer(200)])
    const given = { params: { path: { id: '7' } }, ...init } as never
    const error = await fail(() => raw.GET('/orders/{id}', given))
    expect(error).toMatchObject({ code: 'request_invalid' })
    expect(inspect(error)).not.toContain('planted')
    expect(sent).toHaveLength(0)
  })

  test.each(['.', '..', ''])('refuses the path parameter "%s"', async (id) => {
    const { raw, fail, sent } = rawClient([answer(200)])
    expect(await fail(() => raw.GET('/orders/{id}', { params: { path: { id } } }))).toMatchObject({
      code: 'path_parameter_refused',
    })
    expect(sent).toHaveLength(0)
  })

  test('runs middleware that is added before the first call and after it, until it is ejected', async () => {
    const { raw, run } = rawClient([answer(200)])
    const seen: string[] = []
    const named = (name: string) => ({ onRequest: () => void seen.push(name) })
    const [early, dropped, late] = [named('early'), named('dropped'), named('late')]
    const read = () => run(() => raw.GET('/orders/{id}', { params: { path: { id: '7' } } }))
    raw.use(early, dropped)
    raw.eject(dropped)
    await read()
    raw.use(late)
    await read()
    raw.eject(early)
    await read()
    expect(seen).toEqual(['early', 'early', 'late', 'late'])
  })
})
