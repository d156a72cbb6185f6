import { describe, expect, test } from 'vitest'
import { answer, harness, TABLE } from '../../test/harness.ts'
import { DecodeError } from '../errors/decode-error.ts'
import type { OperationsOptions } from '../operations/create-operations.ts'
import type { Validators } from '../request/validators.ts'

const order = { path: { id: '7' } }

describe('a success', () => {
  test('gives its body, and the data of an envelope where the operation unwraps', async () => {
    const body = { data: { id: '7' }, pagination: {} }
    const h = harness([answer(200, body)])
    expect(await h.run(() => h.api.getOrder(order))).toEqual(body)
    expect(await h.run(() => h.api.createOrder({ body: {} }))).toEqual({ id: '7' })
  })

  test.each([
    ['a list of one, as a list', { data: [{ id: '7' }] }, [{ id: '7' }]],
    ['an array of two, as it is', { data: [1, 2] }, [1, 2]],
    ['a bare object, as it is', { id: '7' }, { id: '7' }],
    ['null data', { data: null }, null],
  ])('unwraps %s', async (_, body, expected) => {
    const h = harness([answer(200, body)])
    expect(await h.run(() => h.api.createOrder({ body: {} }))).toEqual(expected)
  })

  test.each([201, 202, 206])('is any 2xx: %i', async (status) => {
    const h = harness([answer(status, { id: '7' })])
    expect(await h.run(() => h.api.getOrder(order))).toEqual({ id: '7' })
  })

  test.each([204, 202])('may be empty with %i where the contract has that status, and nowhere else', async (status) => {
    const h = harness([answer(status, '')])
    expect(await h.run(() => h.api.dropOrder(order))).toBeUndefined()
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({ code: 'response_empty', status })
  })

  test.each([200, 201, 204])('may be empty with %i where the contract has no body for any success', async (status) => {
    const table = { ...TABLE, createOrder: { ...TABLE.createOrder, success: [], noBody: true } }
    const h = harness([answer(status, ''), answer(200, 'queued')], { table })
    expect(await h.run(() => h.api.createOrder({ body: {} }))).toBeUndefined()
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({ code: 'outcome_unknown' })
  })
})

test('a number with a fraction is one only where the contract has such numbers', async () => {
  const table = { ...TABLE, getOrder: { ...TABLE.getOrder, fractions: true } }
  const body = '{"share":0.250,"id":799477895858487977}'
  const [plain, withFractions] = [harness([answer(200, body)]), harness([answer(200, body)], { table })]
  expect(await plain.run(() => plain.api.getOrder(order))).toEqual({ share: '0.250', id: '799477895858487977' })
  const share = { share: 0.25, id: '799477895858487977' }
  expect(await withFractions.run(() => withFractions.api.getOrder(order))).toEqual(share)
})

describe('a success with a failure in it', () => {
  const failures = [
    { error: { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'no' } },
    { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'no', instance: '/orders' },
    { type: 'internal', message: 'no', code: 'x', request_id: 'r', field_violations: [] },
    { error: '', message: 'no', code: 500 },
    { message: 'no' },
  ]

  test.each(failures)('is no result: %j', async (body) => {
    const h = harness([answer(200, body)])
    const error = await h.fail(() => h.api.getOrder(order))
    expect(error).toMatchObject({ code: 'response_breaks_contract', status: 200, retryable: false })
    expect(error).toMatchObject({ message: 'The server answered 200, and in it a failure: no' })
    expect(h.sent).toHaveLength(1)
  })

  test('leaves open what became of a write', async () => {
    const h = harness([answer(201, { message: 'no' })])
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({ code: 'outcome_unknown' })
    expect(h.sent).toHaveLength(1)
  })

  test.each([
    { status: 'pending', message: 'taken' },
    { type: 'limit', message: 'taken', order_id: '7' },
    { message: '' },
    { title: 7 },
    {},
    { error: { count: 0 }, data: [] },
    { order_id: '7', error: { code: 'partly' } },
  ])('is not seen in a result that has such members among others: %j', async (body) => {
    const h = harness([answer(200, body)])
    expect(await h.run(() => h.api.getOrder(order))).toEqual(body)
  })

  test('is not looked for where any body is good', async () => {
    const h = harness([answer(200, { message: 'all is well' })], { named: { anyBody: ['getHealth'] } })
    expect(await h.run(() => h.api.getHealth())).toEqual({ message: 'all is well' })
  })

  test.each(failures)('is not looked for where a success may be the same by the contract: %j', async (body) => {
    const table = { ...TABLE, getOrder: { ...TABLE.getOrder, saysMessage: true } }
    const h = harness([answer(200, body)], { table })
    expect(await h.run(() => h.api.getOrder(order))).toEqual(body)
  })

  test.each(failures)('is not looked for where the request was accepted: %j', async (body) => {
    const h = harness([answer(202, body)])
    expect(await h.run(() => h.api.getOrder(order))).toEqual(body)
  })
})

describe('a success that cannot be read', () => {
  test.each([
    ['HTML', '<html></html>', 'response_undecodable'],
    ['cut JSON', '{"id":', 'response_undecodable'],
    ['nothing', '', 'response_empty'],
    ['blanks', ' \n', 'response_empty'],
    ['null', 'null', 'response_breaks_contract'],
    ['a bare text', '"queued"', 'response_breaks_contract'],
    ['a bare number', '7', 'response_breaks_contract'],
  ])('with %s is a typed error', async (_, body, code) => {
    const h = harness([answer(200, body, { 'content-type': 'text/html; charset=utf-8' })])
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code,
      status: 200,
      contentType: 'text/html; charset=utf-8',
      attempts: 1,
    })
  })

  test('quotes nothing of the body', async () => {
    const h = harness([answer(200, '{"access_token":"planted-token-1",')])
    const error = await h.fail(() => h.api.getOrder(order))
    expect(JSON.stringify(error) + String(error)).not.toContain('planted')
    expect(error).not.toHaveProperty('cause')
  })

  test('is the result all the same for an operation that may answer anything', async () => {
    const h = harness([answer(200, 'OK'), answer(200, '')], { named: { anyBody: ['getHealth'] } })
    expect(await h.run(() => h.api.getHealth())).toEqual({})
    expect(await h.run(() => h.api.getHealth())).toEqual({})
  })

  test('is read however deep it is nested', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const h = harness([answer(200, deep)])
    expect(Array.isArray(await h.run(() => h.api.getOrder(order)))).toBe(true)
  })
})

describe('a health report with 503', () => {
  const rows = { ...TABLE, getHealth: { ...TABLE.getHealth, success: [200, 503] } }

  test('is an answer, and not sent again', async () => {
    const h = harness([answer(503, { status: 'DOWN' })], { table: rows })
    expect(await h.run(() => h.api.getHealth())).toEqual({ status: 'DOWN' })
    expect(h.sent).toHaveLength(1)
  })

  test('is a failure when a proxy answers in HTML', async () => {
    const h = harness([answer(503, '<html></html>')], { table: rows })
    expect(await h.fail(() => h.api.getHealth())).toMatchObject({ code: 'server_failed', status: 503 })
  })
})

describe('an answer against the contract', () => {
  const findings = ['/qty', '/side', '/price'].map((instancePath) => ({ instancePath, message: 'must be string' }))
  const failing = Object.assign(() => false, { errors: findings })
  const h = (validators: Validators, more: Partial<OperationsOptions> = {}) =>
    harness([answer(200)], { named: { validators: () => Promise.resolve(validators), ...more } })

  test('is checked only when asked to', async () => {
    const validators = { request: {}, response: { getOrder: { 200: failing } } }
    const usual = h(validators)
    expect(await usual.run(() => usual.api.getOrder(order))).toEqual({ ok: true })
    const all = h(validators, { validate: 'all' })
    expect(await all.fail(() => all.api.getOrder(order))).toMatchObject({
      code: 'response_breaks_contract',
      message: 'The answer breaks the contract: body/qty must be string (and 2 more).',
      violations: [{ path: 'body/qty' }, {}, {}],
    })
  })

  test('is checked by the range that the contract has it in, unless it has the status itself', async () => {
    const good = (): boolean => true
    const ranged = h({ request: {}, response: { getOrder: { '2XX': failing } } }, { validate: 'all' })
    expect(await ranged.fail(() => ranged.api.getOrder(order))).toMatchObject({ code: 'response_breaks_contract' })
    const exact = h({ request: {}, response: { getOrder: { 200: good, '2XX': failing } } }, { validate: 'all' })
    expect(await exact.run(() => exact.api.getOrder(order))).toEqual({ ok: true })
  })
})

describe('a success against the contract, for a write', () => {
  const odd = Object.assign(() => false, { errors: [{ instancePath: '/qty', message: 'must be string' }] })
  const checked = {
    validate: 'all',
    validators: () => Promise.resolve({ request: {}, response: { createOrder: { 200: odd } } }),
  } as const
  const lift = () => {
    throw new DecodeError('createOrder answered something odd.', { code: 'response_breaks_contract' })
  }
  test.each<[string, Partial<OperationsOptions>]>([
    ['found by the validators', checked],
    ['found while lifting', { lift }],
  ])('leaves its outcome unknown: %s', async (_, named) => {
    const query = "getOrderStatus({ path: { ref_id: '7' } })"
    const h = harness([answer(200)], {
      named: { ...named, settle: { createOrder: () => ({ query, ids: { id: '7' } }) } },
    })
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
      code: 'outcome_unknown',
      status: 200,
      attempts: 1,
      settle: { query },
      cause: { code: 'response_breaks_contract' },
    })
    expect(h.sent).toHaveLength(1)
  })
})

describe('lifting', () => {
  test('changes the body of a success before it is read, and knows the version', async () => {
    const seen: unknown[] = []
    const lift: OperationsOptions['lift'] = (body, context) => {
      seen.push(context)
      return { data: body }
    }
    const h = harness([answer(200, { id: '7' }), answer(400, { message: 'no' })], {
      version: { header: 'X-Truex-Version', value: 'v2024_01_01' },
      named: { lift },
    })
    expect(await h.run(() => h.api.createOrder({ body: {} }))).toEqual({ id: '7' })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({ problem: { message: 'no' } })
    expect(seen).toEqual([{ operation: 'createOrder', status: 200, version: 'v2024_01_01', attempts: 1 }])
  })
})
