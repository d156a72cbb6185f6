import { describe, expect, test } from 'vitest'
import { ERROR_CLASSES } from '../../test/error-classes.ts'
import { answer, cutBody, harness, refuse, type Step, stall } from '../../test/harness.ts'
import { apiKey } from '../credentials/api-key.ts'
import { hmacKey } from '../credentials/hmac-key.ts'
import { importSigningKey } from '../credentials/import-signing-key.ts'
import { environmentUrl, resolveEnvironment } from '../environments.ts'
import { compare } from '../numbers/decimal.ts'
import { checkOptions } from '../options.ts'
import { requireClientId } from '../tokens/claims.ts'
import { ERROR_CODES, type ErrorCode } from './codes.ts'
import { TimeoutError } from './timeout-error.ts'
import { TrueMarketsError } from './true-markets-error.ts'

const order = { path: { id: '7' } }
const invalid = Object.assign(() => false, { errors: [{ instancePath: '/qty', message: 'must be string' }] })
const skewed: Step = (sent, signal, runtime) =>
  answer(
    401,
    { message: 'no' },
    { date: new Date(runtime.trueMs() + 60_000 * 60 * (1 + runtime.monotonicMs())).toUTCString() },
  )(sent, signal, runtime)

function thrown(work: () => unknown): () => Promise<unknown> {
  return () => {
    try {
      work()
    } catch (error) {
      return Promise.resolve(error)
    }
    throw new Error('nothing was thrown')
  }
}

const failing = (
  step: Step,
  call: 'getOrder' | 'createOrder' = 'getOrder',
  options: Parameters<typeof harness>[1] = {},
) => {
  const h = harness([step], { retry: false, ...options })
  return () => h.fail(() => h.api[call]({ ...order, body: {} }))
}

/** Raised by the WebSocket client alone, and by its tests. */
const SOCKET_CODES = ['buffer_overflowed', 'session_closed'] as const
type CoreCode = Exclude<ErrorCode, (typeof SOCKET_CODES)[number]>

/** One way to raise each code. A code without one fails the type check; an error of another code fails the test. */
const RAISED: Readonly<Record<CoreCode, () => Promise<unknown>>> = {
  option_unknown: thrown(() => checkOptions({ enviroment: 1 }, ['environment'], 'createClient')),
  option_invalid: thrown(() => resolveEnvironment({ auth: 'nowhere' })),
  environment_unknown: thrown(() => resolveEnvironment('staging' as 'uat')),
  url_missing: thrown(() => environmentUrl(resolveEnvironment({}), 'gateway')),
  url_insecure: thrown(() => resolveEnvironment({ auth: 'http://api.example.test' })),
  origin_refused: () => {
    const h = harness([answer(200)])
    return h.fail(() => h.pipeline.fetch('https://other.example.test/'))
  },
  credential_missing: failing(answer(200), 'getOrder', { authorizer: undefined }),
  secret_missing: thrown(() => hmacKey({ organizationId: 'o', keyId: 'k', secret: '' })),
  key_file_invalid: thrown(() => apiKey({ key_id: '', private_key: { kty: 'EC' } })),
  key_malformed: thrown(() => importSigningKey('x')),
  key_curve_wrong: thrown(() => importSigningKey({ kty: 'RSA' })),
  request_invalid: failing(answer(200), 'createOrder', {
    named: { validators: () => Promise.resolve({ request: { createOrder: { body: invalid } }, response: {} }) },
  }),
  path_parameter_refused: () => {
    const h = harness([answer(200)])
    return h.fail(() => h.api.getOrder({ path: { id: '..' } }))
  },
  authentication_failed: failing(answer(401)),
  token_claim_missing: thrown(() => requireClientId(`x.${Buffer.from('{"exp":1}').toString('base64url')}.x`)),
  clock_skewed: failing(skewed),
  permission_denied: failing(answer(403)),
  not_found: failing(answer(404)),
  conflict: failing(answer(409)),
  rejected: failing(answer(422)),
  rate_limited: failing(answer(429)),
  server_failed: failing(answer(500)),
  connection_failed: failing(refuse('ECONNRESET')),
  timed_out: failing(stall),
  aborted: () => {
    const h = harness([answer(200)])
    return h.fail(() => h.api.getOrder(order, { signal: AbortSignal.abort() }))
  },
  response_undecodable: failing(answer(200, '<html></html>')),
  response_empty: failing(answer(200, '')),
  response_breaks_contract: failing(answer(200), 'getOrder', {
    named: {
      validate: 'all',
      validators: () => Promise.resolve({ request: {}, response: { getOrder: { 200: invalid } } }),
    },
  }),
  response_too_large: failing(answer(200, 'x'.repeat(100)), 'getOrder', { maxResponseBytes: 10 }),
  redirect_refused: failing(answer(302)),
  outcome_unknown: failing(cutBody, 'createOrder'),
  version_sunset: failing(answer(410)),
  decimal_invalid: thrown(() => compare('1e5', '1')),
}

describe('every code of the closed set', () => {
  test.each(Object.entries(RAISED))('%s is raised by the class that the README names', async (code, raise) => {
    const error = await raise()
    if (!(error instanceof TrueMarketsError)) throw new Error('not typed', { cause: error })
    const named = ERROR_CLASSES.get(code)
    expect([error.code, error.name, error.constructor.name]).toEqual([code, named, named])
    expect(error.message).toMatch(/^\S.{5,}/)
    expect(error.nextStep).toMatch(/^[A-Z].{10,}[.?]$/)
  })
})

describe('an error of a call that was sent names its operation, the status, and the attempts', () => {
  test.each([
    ['authentication_failed', 401],
    ['clock_skewed', 401],
    ['permission_denied', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['rejected', 422],
    ['rate_limited', 429],
    ['server_failed', 500],
    ['connection_failed', undefined],
    ['timed_out', undefined],
    ['response_undecodable', 200],
    ['response_empty', 200],
    ['response_breaks_contract', 200],
    ['response_too_large', 200],
    ['redirect_refused', 302],
    ['outcome_unknown', undefined],
    ['version_sunset', 410],
  ] as const)('%s', async (code, status) => {
    const operation = code === 'outcome_unknown' ? 'createOrder' : 'getOrder'
    expect(await RAISED[code]()).toMatchObject({ operation, status, attempts: 1 })
  })
})

describe('the next step fits what happened', () => {
  test.each([
    [
      'a rate limit that says how long',
      failing(answer(429, {}, { 'retry-after': '7' }), 'createOrder'),
      true,
      'wait 7 s',
    ],
    ['a rate limit that does not', failing(answer(429), 'createOrder'), true, 'go up to a minute'],
    ['a request that came too early', failing(answer(425), 'createOrder'), true, 'Call again: nothing was done'],
    ['a request that was wrong', failing(answer(422), 'createOrder'), false, 'will be refused again'],
    [
      'a path that is gone',
      failing(answer(410, { message: 'moved to /v2' })),
      false,
      'where they are in use, update the package',
    ],
    ['a page of a proxy', failing(answer(200, '<html></html>')), false, 'Check that the base URL is the API'],
    ['an answer of another shape', failing(answer(200, '7')), false, 'the service may have changed'],
  ] as const)('%s', async (_, raise, retryable, nextStep) => {
    expect(await raise()).toMatchObject({ retryable, nextStep: expect.stringContaining(nextStep) as unknown })
  })

  test('a path that is gone says what the server said', async () => {
    const error = await failing(answer(410, { message: 'moved to /v2' }))()
    expect(error).toHaveProperty('message', 'This operation is past its sunset. The server answered 410: moved to /v2')
  })

  test('a write is never said to be lost that was answered', async () => {
    const error = await failing(answer(500), 'createOrder')()
    expect(error).toHaveProperty('message', 'createOrder was sent, and no answer says whether it has taken effect.')
  })
})

test('the list of codes names each once', () => {
  expect([...ERROR_CODES].sort()).toEqual([...Object.keys(RAISED), ...SOCKET_CODES].sort())
})

test('an error becomes JSON without its cause and its stack', async () => {
  const json = JSON.parse(JSON.stringify(await RAISED.server_failed())) as Record<string, unknown>
  expect(json).toMatchObject({
    name: 'ServerError',
    code: 'server_failed',
    operation: 'getOrder',
    status: 500,
    attempts: 1,
    retryable: true,
  })
  expect(Object.keys(json)).not.toContain('stack')
})

test.each<[keyof typeof RAISED, Record<string, unknown>]>([
  ['response_breaks_contract', { violations: [{ path: 'body/qty', message: 'must be string' }] }],
  ['request_invalid', { violations: [{ path: 'body/qty', message: 'must be string' }] }],
  ['rate_limited', { problem: { fieldViolations: [], format: 'json' }, requestId: 'h-1', retryAfterMs: 7000 }],
  ['connection_failed', { phase: 'headers' }],
  ['timed_out', { scope: 'attempt', limitMs: 30_000 }],
  ['response_too_large', { limitBytes: 10 }],
  ['redirect_refused', { targetOrigin: 'https://portal.example.test' }],
  ['outcome_unknown', { settle: { query: 'getOrder(…)', ids: { id: '7' } } }],
])('an error becomes JSON with what its class adds: %s', async (code, fields) => {
  const named = { settle: { createOrder: () => ({ query: 'getOrder(…)', ids: { id: '7' } }) } }
  const raise = {
    rate_limited: failing(answer(429, {}, { 'retry-after': '7', 'x-request-id': 'h-1' })),
    redirect_refused: failing(answer(302, '', { location: 'https://portal.example.test/login' })),
    outcome_unknown: failing(cutBody, 'createOrder', { named }),
  }
  const error = await (raise[code as keyof typeof raise] ?? RAISED[code])()
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code, ...fields })
})

test('a limit that the clock cut is told in whole milliseconds', () => {
  expect(new TimeoutError('deadline', 1499.9987670000046, {}).message).toContain('its deadline of 1500 ms')
})
