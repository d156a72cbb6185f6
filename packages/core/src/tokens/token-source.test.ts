import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { VirtualRuntime } from '../../test/virtual-runtime.ts'
import type { ClientEvent } from '../observe/events.ts'
import { createTokenSource, type TokenPair, type TokenSourceOptions } from './token-source.ts'

// That no schedule renews twice at once, or uses a refresh token twice, is for the model check of test/model to say.

const HOUR = 3_600_000

interface Server {
  readonly runtime: VirtualRuntime
  readonly calls: string[]
  readonly events: ClientEvent[]
  exchangeFails: boolean
  refreshFails: boolean
  withRefresh: boolean
}

function server(): Server {
  return {
    runtime: new VirtualRuntime(),
    calls: [],
    events: [],
    exchangeFails: false,
    refreshFails: false,
    withRefresh: true,
  }
}

/** A source over a server that takes 100 ms and numbers its tokens. */
function source(s: Server, options: Partial<TokenSourceOptions> = {}) {
  let issued = 0
  const issue = (): TokenPair => {
    issued++
    return {
      access_token: `access-${issued}`,
      ...(s.withRefresh ? { refresh_token: `refresh-${issued}` } : {}),
      expires_in: new Date(s.runtime.trueMs() + HOUR).toISOString(),
    }
  }
  const wait = (): Promise<void> => new Promise((resolve) => void s.runtime.after(100, resolve))
  return createTokenSource({
    async exchange() {
      s.calls.push('exchange')
      await wait()
      if (s.exchangeFails) throw new Error('exchange refused')
      return issue()
    },
    async refresh(token) {
      s.calls.push(`refresh ${token}`)
      await wait()
      if (s.refreshFails) throw new Error('refresh refused')
      return issue()
    },
    runtime: s.runtime,
    onEvent: (event) => s.events.push(event),
    ...options,
  })
}

const settle = (s: Server): Promise<void> =>
  s.runtime.drive(new Promise((resolve) => void s.runtime.after(200, resolve)))

describe('a token', () => {
  test('is obtained once for any number of callers', async () => {
    const s = server()
    const tokens = source(s)
    const got = await s.runtime.drive(Promise.all([tokens.token(), tokens.token(), tokens.token()]))
    expect([got, s.calls]).toEqual([['access-1', 'access-1', 'access-1'], ['exchange']])
  })

  test('is kept while it is good', async () => {
    const s = server()
    const tokens = source(s)
    await s.runtime.drive(tokens.token())
    s.runtime.pass(HOUR - 200_000)
    expect(await s.runtime.drive(tokens.token())).toBe('access-1')
    expect(s.calls).toEqual(['exchange'])
  })

  // The server's time is learned, and runs on the monotonic clock, which stands still while the machine sleeps.
  test('is renewed before it is handed out when the machine has slept past its end', async () => {
    const s = server()
    const tokens = source(s, { now: () => s.runtime.trueMs() })
    await s.runtime.drive(tokens.token())
    s.runtime.jump(2 * HOUR)
    expect(await s.runtime.drive(tokens.token())).toBe('access-2')
    expect(s.calls).toEqual(['exchange', 'refresh refresh-1'])
  })

  test('is renewed in the background shortly before its end, without making anybody wait', async () => {
    const s = server()
    const tokens = source(s)
    await s.runtime.drive(tokens.token())
    s.runtime.pass(HOUR - 60_000)
    const before = s.runtime.monotonicMs()
    expect(await tokens.token()).toBe('access-1')
    expect(s.runtime.monotonicMs()).toBe(before)
    await settle(s)
    expect(await tokens.token()).toBe('access-2')
    expect(s.calls).toEqual(['exchange', 'refresh refresh-1'])
  })

  test('is renewed in the second half of a short life, and not by every call', async () => {
    const s = server()
    let issued = 0
    const pair = () => Promise.resolve({ access_token: `access-${++issued}`, expires_in: 60 })
    const tokens = source(s, { exchange: pair })
    for (const _ of [1, 2, 3]) expect(await tokens.token()).toBe('access-1')
    s.runtime.pass(29_999)
    await tokens.token()
    expect(issued).toBe(1)
    s.runtime.pass(1)
    expect(await tokens.token()).toBe('access-1')
    await settle(s)
    expect(await tokens.token()).toBe('access-2')
    expect(issued).toBe(2)
  })

  test('is exchanged for again when there is no refresh token', async () => {
    const s = server()
    s.withRefresh = false
    const tokens = source(s)
    await s.runtime.drive(tokens.token())
    s.runtime.pass(HOUR)
    await s.runtime.drive(tokens.token())
    expect(s.calls).toEqual(['exchange', 'exchange'])
  })

  test.each([undefined, null, ''])(
    'is exchanged for after a refresh whose answer has %j for a refresh token',
    async (none) => {
      const s = server()
      const refreshed = { access_token: 'access-r', refresh_token: none as string | undefined, expires_in: 3600 }
      const tokens = source(s, {
        refresh(token) {
          s.calls.push(`refresh ${token}`)
          return Promise.resolve(refreshed)
        },
      })
      for (const expected of ['access-1', 'access-r', 'access-2']) {
        expect(await s.runtime.drive(tokens.token())).toBe(expected)
        s.runtime.pass(HOUR)
      }
      expect(s.calls).toEqual(['exchange', 'refresh refresh-1', 'exchange'])
    },
  )

  test.each([
    [5_000, 'access-2'],
    [5_001, 'access-1'],
  ])('that ends in %i ms is %s: one within `spareMs` of its end is not handed out', async (left, given) => {
    const s = server()
    const tokens = source(s)
    await s.runtime.drive(tokens.token())
    s.runtime.pass(HOUR - left)
    expect(await s.runtime.drive(tokens.token())).toBe(given)
  })

  test.each([4, 6, 19])('that lives for %i s is not renewed by every call', async (seconds) => {
    const s = server()
    let issued = 0
    const exchange = (): Promise<TokenPair> =>
      Promise.resolve({ access_token: `short-${++issued}`, expires_in: seconds })
    const tokens = source(s, { exchange })
    const given: string[] = []
    for (let quarter = 0; quarter < 4; quarter++) {
      given.push(await tokens.token())
      await settle(s)
      s.runtime.pass(seconds * 250)
    }
    // From half of its life on it is renewed in the background.
    expect(given).toEqual(['short-1', 'short-1', 'short-1', 'short-2'])
    expect(issued).toBe(2)
  })

  test('that lives for no more than a second is handed to who waited, and to nobody else', async () => {
    const s = server()
    let issued = 0
    const exchange = (): Promise<TokenPair> => Promise.resolve({ access_token: `brief-${++issued}`, expires_in: 1 })
    const tokens = source(s, { exchange })
    expect([await tokens.token(), await tokens.token()]).toEqual(['brief-1', 'brief-2'])
  })

  test('that has ended when it arrives is handed to who waited, and to nobody else', async () => {
    const s = server()
    let issued = 0
    const exchange = (): Promise<TokenPair> =>
      Promise.resolve({
        access_token: `late-${++issued}`,
        expires_in: new Date(s.runtime.trueMs() - HOUR).toISOString(),
      })
    const tokens = source(s, { exchange })
    expect([await tokens.token(), await tokens.token()]).toEqual(['late-1', 'late-2'])
  })

  test('that was waited for leaves no listener on the signal of who waited', async () => {
    const s = server()
    const { signal } = new AbortController()
    await s.runtime.drive(source(s).token(signal))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('is exchanged for later when refreshing and exchanging fail, and the refresh token is not tried again', async () => {
    const s = server()
    const tokens = source(s)
    await s.runtime.drive(tokens.token())
    tokens.invalidate('access-1')
    s.refreshFails = true
    s.exchangeFails = true
    await expect(s.runtime.drive(tokens.token())).rejects.toThrow('exchange refused')
    s.exchangeFails = false
    expect(await s.runtime.drive(tokens.token())).toBe('access-2')
    expect(s.calls).toEqual(['exchange', 'refresh refresh-1', 'exchange', 'exchange'])
  })

  test('is exchanged for when refreshing fails, and the refresh token is not tried again', async () => {
    const s = server()
    s.refreshFails = true
    const tokens = source(s)
    await s.runtime.drive(tokens.token())
    s.runtime.pass(HOUR)
    expect(await s.runtime.drive(tokens.token())).toBe('access-2')
    expect(s.calls).toEqual(['exchange', 'refresh refresh-1', 'exchange'])
  })
})

describe('a renewal that fails', () => {
  test('is thrown to everybody who waits, and the next call tries again', async () => {
    const s = server()
    s.exchangeFails = true
    const tokens = source(s)
    const both = Promise.allSettled([tokens.token(), tokens.token()])
    expect((await s.runtime.drive(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    s.exchangeFails = false
    expect(await s.runtime.drive(tokens.token())).toBe('access-1')
    expect(s.calls).toEqual(['exchange', 'exchange'])
  })

  test('leaves the token in use when it ran in the background, and is not tried at every call', async () => {
    const s = server()
    s.withRefresh = false
    const tokens = source(s)
    await s.runtime.drive(tokens.token())
    s.runtime.pass(HOUR - 60_000)
    s.exchangeFails = true
    await tokens.token()
    await settle(s)
    for (let index = 0; index < 5; index++) expect(await tokens.token()).toBe('access-1')
    expect(s.calls).toEqual(['exchange', 'exchange'])
    expect(s.events.at(-1)).toEqual({ type: 'token', action: 'failed', expiresAt: undefined })
    s.runtime.pass(10_000)
    s.exchangeFails = false
    await tokens.token()
    await settle(s)
    expect(await tokens.token()).toBe('access-2')
  })
})

describe('a token that a server refused', () => {
  test('is replaced at the next call', async () => {
    const s = server()
    const tokens = source(s)
    expect(tokens.invalidate(await s.runtime.drive(tokens.token()))).toBe(true)
    expect(await s.runtime.drive(tokens.token())).toBe('access-2')
  })

  test('does not take a newer one with it', async () => {
    const s = server()
    const tokens = source(s)
    const old = await s.runtime.drive(tokens.token())
    tokens.invalidate(old)
    await s.runtime.drive(tokens.token())
    expect(tokens.invalidate(old)).toBe(true)
    expect(await tokens.token()).toBe('access-2')
    expect(s.calls).toHaveLength(2)
  })
})

test('a caller who gives up does not end the renewal for the others', async () => {
  const s = server()
  const tokens = source(s)
  const controller = new AbortController()
  const impatient = tokens.token(controller.signal)
  const patient = tokens.token()
  controller.abort(new Error('gave up'))
  await expect(impatient).rejects.toThrow('gave up')
  expect(await s.runtime.drive(patient)).toBe('access-1')
  expect(s.calls).toEqual(['exchange'])
})

test('a caller who has given up already sets nothing in motion', async () => {
  const s = server()
  const tokens = source(s)
  await expect(tokens.token(AbortSignal.abort(new Error('gave up')))).rejects.toThrow('gave up')
  expect(s.calls).toEqual([])
})

test('a listener that throws does not lose the token', async () => {
  const s = server()
  const tokens = source(s, {
    onEvent: () => {
      throw new Error('listener')
    },
  })
  expect(await s.runtime.drive(tokens.token())).toBe('access-1')
})

test.each([{}, { access_token: '', expires_in: 60 }, { access_token: 'a' }, { access_token: 'a', expires_in: 'soon' }])(
  'the token answer %j is refused',
  async (pair) => {
    const s = server()
    const tokens = source(s, { exchange: () => Promise.resolve(pair as TokenPair) })
    await expect(tokens.token()).rejects.toMatchObject({ code: 'response_undecodable' })
  },
)

test.each<[string, object, string]>([
  ['a misspelt option', { renewAhead: 1 }, 'option_unknown'],
  ['a time that is none', { renewAheadMs: Number.NaN }, 'option_invalid'],
  ['a time in words', { spareMs: '5' }, 'option_invalid'],
  ['a listener that is none', { onEvent: 'log' }, 'option_invalid'],
])('a source refuses %s', (_, options, code) => {
  const exchange = (): Promise<TokenPair> => Promise.reject(new Error('asked'))
  expect(() => createTokenSource({ exchange, ...options })).toThrow(expect.objectContaining({ code }))
})
