import { describe, expect, it } from 'vitest'
import { defineCase } from '../src/case/define.ts'
import { until } from '../src/case/until.ts'
import type { HttpExchange } from '../src/record/exchange.ts'
import { type Fetch, recordFetch } from '../src/record/fetch.ts'
import { createRecorder } from '../src/record/recorder.ts'
import { redactedCurl } from '../src/report/curl.ts'
import { createRandom } from '../src/run/random.ts'
import { schedule } from '../src/run/schedule.ts'
import { apiOfUrl, bases } from '../src/target/target.ts'

async function recorded(inner: Fetch, input: string | Request, init?: RequestInit) {
  const recorder = createRecorder(() => 0)
  const answer = await recordFetch(() => 'gateway', inner, recorder)(input, init).catch((cause: unknown) => cause)
  return { answer, exchange: recorder.exchanges[0] as HttpExchange }
}

const url = 'https://example.test/v1/gateway/orders'

describe('the recorder', () => {
  it('keeps the request as it is sent and hands the answer on unread', async () => {
    const { answer, exchange } = await recorded(async () => Response.json({ id: '1' }, { status: 201 }), url, {
      method: 'POST',
      headers: { 'X-Truex-Version': 'v2026_01_23' },
      body: '{"qty":"1"}',
    })
    expect(exchange).toMatchObject({
      method: 'POST',
      url,
      requestBody: '{"qty":"1"}',
      response: { status: 201, body: '{"id":"1"}' },
    })
    expect(exchange.requestHeaders['x-truex-version']).toBe('v2026_01_23')
    expect(await (answer as Response).json()).toEqual({ id: '1' })
  })

  it('reads a Request as well as a URL', async () => {
    const { exchange } = await recorded(
      async () => new Response(null, { status: 204 }),
      new Request(url, { method: 'PUT', body: 'x' }),
    )
    expect(exchange).toMatchObject({ method: 'PUT', url, requestBody: 'x', response: { status: 204, body: '' } })
  })

  it('keeps why no answer came, and lets the failure through', async () => {
    const { answer, exchange } = await recorded(() => Promise.reject(new Error('reset')), url)
    expect(exchange).toMatchObject({ response: null })
    expect(answer).toEqual(new Error('reset'))
  })
})

describe('the API of a URL', () => {
  for (const [path, api] of [
    ['/v1/auth/api-key/token', 'auth'],
    ['/.well-known/jwks.json', 'auth'],
    ['/v1/conductor/assets', 'gateway'],
    ['/v1/cefi/orders/active', 'cefi-rest'],
    ['/api/v1/order', 'cefi-rest'],
  ] as const) {
    it(`is ${api} for ${path}`, () => {
      expect(apiOfUrl(bases, `http://127.0.0.1:1${path}`)).toBe(api)
    })
  }
})

describe('a command to try a request again', () => {
  const exchange: HttpExchange = {
    kind: 'http',
    api: 'auth',
    method: 'POST',
    url: 'https://example.test/v1/auth/api-key/token',
    requestHeaders: { authorization: 'Bearer SECRET', 'x-truex-signature': 'SECRET', 'x-truex-version': 'v2026_01_23' },
    requestBody:
      '{"signature":"SECRET","signatures":["SECRET","SECRET"],"refresh_token": "SECRET","qty":"1","note":"it\'s"}',
    at: 0,
    durationMs: 1,
    response: null,
  }

  it('holds no secret of the headers or of the body', () => {
    expect(redactedCurl(exchange, false)).not.toContain('SECRET')
  })

  it('keeps what is not secret, quoted for a shell', () => {
    const command = redactedCurl(exchange, false)
    expect(command).toContain('"qty":"1"')
    expect(command).toContain(String.raw`it'\''s`)
    expect(command).toContain("-H 'x-truex-version: v2026_01_23'")
  })

  it('keeps nothing but the form of a request to a live account', () => {
    const url = `${exchange.url}/2adc09dd-d49f-41da-b3b8-30d01bb350fe?client_id=78901985048264710`
    const requestHeaders = { ...exchange.requestHeaders, 'tm-on-behalf-of': '3f0c1a52' }
    const command = redactedCurl({ ...exchange, url, requestHeaders }, true)
    for (const own of ['qty', '2adc09dd', '78901985048264710', 'SECRET', "it'", '3f0c1a52'])
      expect(command).not.toContain(own)
    expect(command).toContain("-H 'tm-on-behalf-of: [redacted]'")
    expect(command).toContain("/v1/auth/api-key/token/{id}?client_id={client_id}'")
    expect(command).toContain("-H 'x-truex-version: v2026_01_23'")
  })
})

describe('waiting for a state', () => {
  it('ends with the first value that will do', async () => {
    let reads = 0
    const value = await until(
      async () => (reads += 1),
      (count) => count === 3,
      { everyMs: 1, forMs: 100 },
    )
    expect(value).toBe(3)
  })

  it('tells the status of what it last read, and nothing else of a live answer', async () => {
    const waiting = until(
      async () => ({ id: '799477895858487977', status: 'ACTIVE' }),
      () => false,
      { everyMs: 1, forMs: 2 },
    )
    await expect(waiting).rejects.toThrow('after 2 ms it is still in status "ACTIVE"')
  })

  it('gives up with the last value that was read', async () => {
    const waiting = until(
      async () => 'pending',
      () => false,
      { everyMs: 1, forMs: 5 },
    )
    await expect(waiting).rejects.toThrow('after 5 ms it is still "pending"')
  })
})

describe('the order of a run', () => {
  const make = (id: string, touches: 'read' | 'trade', exclusive: boolean) =>
    defineCase({
      id: `auth.${id}`,
      title: id,
      covers: ['auth.getHealth'],
      touches,
      exclusive,
      run: () => Promise.resolve(),
    })
  const cases = [
    make('a', 'read', false),
    make('b', 'trade', false),
    make('c', 'trade', true),
    make('d', 'read', false),
  ]
  const ids = (seed: number) =>
    schedule(cases, createRandom(seed, 'order'), 'sandbox').map((stage) => stage.cases.map(({ id }) => id))

  it('puts reading before trading, and alone what measures a shared account', () => {
    expect(ids(1).map((stage) => stage.toSorted((a, b) => a.localeCompare(b)))).toEqual([
      ['auth.a', 'auth.d'],
      ['auth.b'],
      ['auth.c'],
    ])
    expect(schedule(cases, createRandom(1, 'order'), 'sandbox').at(-1)?.lanes).toBe(1)
  })

  it('sends trading cases to a live target one at a time', () => {
    expect(schedule(cases, createRandom(1, 'order'), 'uat')[1]?.lanes).toBe(1)
  })

  it('is the same for the same seed', () => {
    expect(ids(7)).toEqual(ids(7))
  })
})

describe('seeded randomness', () => {
  it('makes valid version 4 UUIDs that differ between cases', () => {
    const ids = ['a', 'b'].map((label) => createRandom(1, label).uuid())
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(ids[0]).not.toBe(ids[1])
  })
})
