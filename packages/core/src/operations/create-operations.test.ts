import { describe, expect, it, vi } from 'vitest'
import { answer, type HarnessOptions, harness } from '../../test/harness.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { ValidationError } from '../errors/validation-error.ts'
import type { ValidateFunction, Validators } from '../request/validators.ts'

/** Takes orders of one BTC and no others. */
const oneBitcoin: ValidateFunction = (body) => JSON.stringify(body) === '{"qty":"1"}'
oneBitcoin.errors = [{ instancePath: '/qty' }]
const validators: Validators = { request: { createOrder: { body: oneBitcoin } }, response: {} }

function loading(load: () => Promise<Validators>): HarnessOptions {
  return { named: { validators: load } }
}

describe('an object that the caller goes on to use', () => {
  it('is sent as it was, also while the validators are loaded', async () => {
    const { api, run, sent } = harness(
      [answer(200)],
      loading(() => Promise.resolve(validators)),
    )
    const body = { qty: '1' }
    const options = { headers: { 'x-desk': 'a' } }
    const first = api.createOrder({ body }, options)
    body.qty = '2'
    options.headers['x-desk'] = 'b'
    await run(() => first)
    expect(sent.map((request) => request.body)).toEqual(['{"qty":"1"}'])
    expect(sent[0]?.headers['x-desk']).toBe('a')
    expect(await api.createOrder({ body }).catch((error: unknown) => error)).toBeInstanceOf(ValidationError)
  })

  it.each(['off', 'request'] as const)('is sent as it was with validate: %s', async (validate) => {
    const { api, run, sent } = harness([answer(200)], { named: { validate } })
    const body = { qty: '1' }
    const called = api.createOrder({ body })
    body.qty = '2'
    await run(() => called)
    expect(sent.map((request) => request.body)).toEqual(['{"qty":"1"}'])
  })

  it('asks for the same list on every page', async () => {
    const page = (next_cursor?: string) => answer(200, { data: [{ id: '1' }], pagination: { next_cursor } })
    const { api, run, sent } = harness([page('c2'), page()])
    const query = { status: 'active' }
    const options = { headers: { 'x-desk': 'a' } }
    const rows = api.listOrders.iterate({ query }, options)
    query.status = 'canceled'
    options.headers['x-desk'] = 'b'
    for (let row = await run(() => rows.next()); row.done !== true; row = await run(() => rows.next()))
      query.status = 'complete'
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(['?status=active', '?status=active&cursor=c2'])
    expect(sent.map(({ headers }) => headers['x-desk'])).toEqual(['a', 'a'])
  })
})

it('a call has its parameters filled in before they are checked and sent', async () => {
  const { api, run, sent } = harness([answer(200)], {
    named: {
      validators: () => Promise.resolve(validators),
      prepare: (row, params) => (row.id === 'createOrder' ? { ...params, body: { qty: '1' } } : params),
    },
  })
  await run(() => api.createOrder({ body: {} }))
  expect(sent[0]?.body).toBe('{"qty":"1"}')
})

describe('validators', () => {
  it('are loaded once for many calls', async () => {
    const load = vi.fn(() => Promise.resolve(validators))
    const { api, run } = harness([answer(200)], loading(load))
    await run(() => Promise.all([api.getHealth(), api.getHealth()]))
    expect(load).toHaveBeenCalledOnce()
  })

  it('are not loaded where nothing is validated', async () => {
    const load = vi.fn(() => Promise.resolve(validators))
    const { api, run, sent } = harness([answer(200)], { named: { validators: load, validate: 'off' } })
    await run(() => api.createOrder({ body: { qty: '2' } }))
    expect([load.mock.calls, sent.length]).toEqual([[], 1])
  })

  it('that refuse a request keep it from being sent', async () => {
    const { api, fail, sent } = harness(
      [answer(200)],
      loading(() => Promise.resolve(validators)),
    )
    expect(await fail(() => api.createOrder({ body: { qty: '2' } }))).toMatchObject({ code: 'request_invalid' })
    expect(sent).toEqual([])
  })

  it('that cannot be loaded keep the request from being sent, and are loaded again for the next', async () => {
    const attempts: (() => Promise<Validators>)[] = [
      () => Promise.reject(new TypeError('Failed to fetch')),
      () => Promise.resolve(validators),
    ]
    const { api, run, fail, sent } = harness(
      [answer(200)],
      loading(() => attempts.shift()?.() ?? Promise.reject(new Error('loaded a third time'))),
    )
    const error = await fail(() => api.createOrder({ body: { qty: '1' } }))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error).toMatchObject({ code: 'option_invalid', cause: { message: 'Failed to fetch' } })
    expect(sent).toEqual([])
    await run(() => api.createOrder({ body: { qty: '1' } }))
    await run(() => api.createOrder({ body: { qty: '1' } }))
    expect(sent).toHaveLength(2)
  })
})

describe('what is no such thing is refused before anything is sent', () => {
  it.each<[string, object]>([
    ['headers that are Headers', { headers: new Headers({ 'x-note': 'a' }) }],
    ['headers in a Map', { headers: new Map([['x-note', 'a']]) }],
    ['headers in a list', { headers: [['x-note', 'a']] }],
    ['a controller for a signal', { signal: new AbortController() }],
    ['a version that is a number', { schemaVersion: 7 }],
    ['a version with a line break', { schemaVersion: 'v1\r\nx-note: a' }],
  ])('%s', async (_, options) => {
    const version = { header: 'x-version', value: 'v1' }
    const { api, fail, sent } = harness([answer(200)], { version })
    expect(await fail(() => api.getHealth({}, options))).toMatchObject({ code: 'option_invalid' })
    expect(sent).toEqual([])
  })

  it.each([
    ['path', new Map([['id', '1']])],
    ['query', new URLSearchParams({ status: 'active' })],
    ['query', 'status=active'],
    ['header', new Headers({ 'x-note': 'a' })],
  ])('%s: %o', async (part, value) => {
    const { api, fail, sent } = harness([answer(200)])
    const error = await fail(() => api.getHealth({ [part]: value }))
    expect(error).toMatchObject({ code: 'option_invalid', message: `${part} is not an object of names and values.` })
    expect(sent).toEqual([])
  })

  it('a misspelt part or option, with the nearest name', async () => {
    const { api, fail, sent } = harness([answer(200)])
    const parts: object = { querry: {} }
    const options: object = { timeoutMS: 1 }
    expect(await fail(() => api.getHealth(parts))).toMatchObject({
      code: 'option_unknown',
      nextStep: 'Did you mean "query"?',
    })
    expect(await fail(() => api.getHealth({}, options))).toMatchObject({ nextStep: 'Did you mean "timeoutMs"?' })
    expect(sent).toEqual([])
  })

  it.each([
    ['parameters that are none', null, {}, 'option_invalid'],
    ['a misspelt part', { qeury: {} }, {}, 'option_unknown'],
    ['call options that are none', {}, null, 'option_invalid'],
    ['a misspelt call option', {}, { timeoutMS: 1 }, 'option_unknown'],
  ])('a list with %s', (_, params, call, code) => {
    const { api } = harness([answer(200)])
    expect(() => api.listOrders.iterate(params as never, call as never)).toThrow(expect.objectContaining({ code }))
  })

  it.each(['.', '..', '', undefined])('the path parameter "%s"', async (id) => {
    const { api, fail, sent } = harness([answer(200)])
    expect(await fail(() => api.getOrder({ path: { id } }))).toMatchObject({ code: 'path_parameter_refused' })
    expect(sent).toEqual([])
  })

  it.each([2 ** 60, () => 'a', [1n]])('a header parameter that has no exact text: %o', async (value) => {
    const { api, fail, sent } = harness([answer(200)])
    expect(await fail(() => api.getHealth({ header: { 'x-note': value } }))).toMatchObject({
      code: 'request_invalid',
      violations: [{ path: 'header/x-note' }],
    })
    expect(sent).toEqual([])
  })

  it('a header that is no text', async () => {
    const { api, fail, sent } = harness([answer(200)])
    const headers = { 'x-note': 5 as unknown as string }
    expect(await fail(() => api.getHealth({}, { headers }))).toMatchObject({ code: 'request_invalid' })
    expect(sent).toEqual([])
  })

  it.each<[string, object]>([
    ['option_invalid', { fetch: 'fetch' }],
    ['option_invalid', { logger: { debug() {} } }],
    ['option_invalid', { onEvent: console }],
    ['option_invalid', { runtime: {} }],
    ['option_invalid', { clock: Date }],
    ['option_invalid', { authenticatePublic: 'yes' }],
    ['option_invalid', { userAgent: 5 }],
    ['request_invalid', { userAgent: 'a\r\nx-note: a' }],
  ])('%s: a client with %o', (code, options) => {
    expect(() => harness([answer(200)], options)).toThrow(expect.objectContaining({ code }))
  })

  it('and a header that is undefined is left out', async () => {
    const { api, run, sent } = harness([answer(200)])
    await run(() => api.getHealth({}, { headers: { 'x-note': undefined as unknown as string } }))
    expect(sent[0]?.headers).not.toHaveProperty('x-note')
  })
})
