import { hmacKey, systemRuntime } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import type { Driver } from './driver/driver.ts'
import { type CefiWsClientOptions, resolveOptions } from './options.ts'

const driver: Driver = () => {
  throw new Error('no socket is opened here')
}

describe('the options of a client', () => {
  it('take the path of the URL into the signature, or what signedPath says', () => {
    expect(resolveOptions({ url: 'wss://exchange.test/api/v1' }, driver).signedPath).toBe('/api/v1')
    expect(resolveOptions({ environment: 'uat' }, driver)).toMatchObject({
      url: 'wss://uat.truex.co/api/v1',
      signedPath: '/api/v1',
    })
    expect(resolveOptions({ environment: 'uat', signedPath: '' }, driver).signedPath).toBe('')
  })

  it('are taken as they are given', () => {
    const options = {
      url: 'wss://exchange.test/api/v1',
      auth: hmacKey({ organizationId: 'org', keyId: 'key', secret: 'test-secret' }),
      signedPath: '/other',
      clockOffsetMs: -5,
      connectTimeoutMs: 1,
      requestTimeoutMs: 2,
      pingIntervalMs: 3,
      pongTimeoutMs: 4,
      idleTimeoutMs: 5,
      backoff: { minMs: 6, maxMs: 7, stableMs: 8 },
      rotateAfterMs: 9,
      onGap: 'reconnect',
      seqnumScope: 'channel-item',
      firstUpdate: 'next',
      snapshotCompleteTimeoutMs: 10,
      symbols: new Set(['BTC-PYUSD']),
      resolveSymbols: false,
      maxItemsPerRequest: 11,
      maxFrameBytes: 12,
      validate: 'contract',
      buffer: { policy: 'dropOldest', capacity: 13 },
      signal: new AbortController().signal,
      driver: () => driver('', {} as never, { maxFrameBytes: 0 }),
      runtime: { ...systemRuntime },
    } as const satisfies Required<Omit<CefiWsClientOptions, 'environment'>>
    expect(resolveOptions(options, driver)).toEqual(options)
  })

  it('find a dead socket within one and a half ping intervals by default', () => {
    expect(resolveOptions({ environment: 'uat', pingIntervalMs: 8000 }, driver).pongTimeoutMs).toBe(4000)
  })

  it.each([
    [{ url: 'https://exchange.test/api/v1' }, 'option_invalid'],
    [{ url: 'http://127.0.0.1/api/v1' }, 'option_invalid'],
    [{ url: 'ws://exchange.test/api/v1' }, 'url_insecure'],
    [{ url: 'not a url' }, 'option_invalid'],
    [{ url: 'wss://exchange.test/api/v1', environment: 'uat' }, 'option_invalid'],
    [{ environment: { cefiRest: 'https://exchange.test' } }, 'url_missing'],
    [{ environment: 'uat', enviroment: 'uat' }, 'option_unknown'],
    [{ environment: 'uat', pingIntervalMs: 0 }, 'option_invalid'],
    [{ environment: 'uat', requestTimeoutMs: Number.NaN }, 'option_invalid'],
    [{ environment: 'uat', buffer: { capacity: 0 } }, 'option_invalid'],
    [{ environment: 'uat', buffer: { capacity: 8192 / 3 } }, 'option_invalid'],
    [{ environment: 'uat', maxItemsPerRequest: 2.5 }, 'option_invalid'],
    [{ environment: 'uat', buffer: { policy: 'newest' } }, 'option_invalid'],
    [{ environment: 'uat', buffer: { size: 5 } }, 'option_unknown'],
    [{ environment: 'uat', backoff: { minMs: -1 } }, 'option_invalid'],
    [{ environment: 'uat', backoff: { max: 1 } }, 'option_unknown'],
    [{ environment: 'uat', idleTimeoutMs: 0 }, 'option_invalid'],
    [{ environment: 'uat', rotateAfterMs: 0 }, 'option_invalid'],
    // A timer of that length would run at once.
    [{ environment: 'uat', rotateAfterMs: 2 ** 31 }, 'option_invalid'],
    [{ environment: 'uat', clockOffsetMs: Number.NaN }, 'option_invalid'],
    [{ environment: 'uat', onGap: 'resubscribe' }, 'option_invalid'],
    [{ environment: 'uat', validate: 'all' }, 'option_invalid'],
    [{ environment: 'uat', auth: 'planted-secret' }, 'option_invalid'],
    [{ environment: 'uat', signal: new AbortController() }, 'option_invalid'],
    [{ environment: 'uat', driver: 'ws' }, 'option_invalid'],
    [{ environment: 'uat', runtime: { now: () => 0 } }, 'option_invalid'],
    [{ environment: 'uat', clock: Date }, 'option_unknown'],
    [{ environment: 'uat', resolveSymbols: 'yes' }, 'option_invalid'],
    [{ environment: 'uat', symbols: ['BTC-PYUSD'] }, 'option_invalid'],
    [{ environment: 'uat', auth: { kind: 'bearerToken' } }, 'option_invalid'],
  ])('%j are refused with %s', (options, code) => {
    expect(() => resolveOptions(options as CefiWsClientOptions, driver)).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', code }),
    )
  })

  it('may be left out by the name undefined', () => {
    const options = { environment: 'uat', backoff: { minMs: undefined }, buffer: { policy: undefined } } as const
    expect(resolveOptions(options as unknown as CefiWsClientOptions, driver)).toMatchObject({
      backoff: { minMs: 1000, maxMs: 30_000 },
      buffer: { policy: 'error', capacity: 8192 },
    })
  })

  it('name the option that was meant', () => {
    const options = { environment: 'uat', pingIntervallMs: 1 } as const
    expect(() => resolveOptions(options, driver)).toThrow(
      expect.objectContaining({ nextStep: 'Did you mean "pingIntervalMs"?' }),
    )
  })
})
