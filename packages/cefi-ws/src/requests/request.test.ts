import { readFileSync } from 'node:fs'
import { hmacKey } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { buildRequest, requestTimestamp } from './request.ts'

interface Vector {
  readonly id: string
  readonly secret: string
  readonly path: string
  readonly timestamp: string
  readonly key: string
  readonly signatureBase64: string
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../../specs/vectors/cefi-ws.json', import.meta.url), 'utf8'),
) as readonly Vector[]

const plan = { action: 'subscribe', channels: ['DEPTH'], items: ['BTC-PYUSD'], signed: true } as const

describe('a signed request', () => {
  it.each(vectors)('carries the signature of the vector $id', ({ secret, path, timestamp, key, signatureBase64 }) => {
    const credential = hmacKey({ organizationId: 'org', keyId: key, secret })
    expect(buildRequest(plan, timestamp, { credential, path })).toEqual({
      type: 'SUBSCRIBE',
      channels: ['DEPTH'],
      item_names: ['BTC-PYUSD'],
      timestamp,
      organization_id: 'org',
      key,
      signature: signatureBase64,
    })
  })
})

describe('a request without credentials', () => {
  it.each([
    ['subscribe', 'SUBSCRIBE_NO_AUTH'],
    ['unsubscribe', 'UNSUBSCRIBE_NO_AUTH'],
  ] as const)('to %s holds none, even where there are some', (action, type) => {
    const credential = hmacKey({ organizationId: 'org', keyId: 'key', secret: 'secret' })
    expect(buildRequest({ ...plan, action, signed: false }, '1', { credential, path: '/api/v1' })).toEqual({
      type,
      channels: ['DEPTH'],
      item_names: ['BTC-PYUSD'],
      timestamp: '1',
    })
  })
})

describe('the timestamp of a request', () => {
  it.each([
    [1999, 0, '1'],
    [2000, 0, '2'],
    [2000, -1, '1'],
    [2000, 1, '2'],
    [2999, 1, '3'],
  ])('at %i ms, of a server whose clock is %i ms from this one, is %s', (nowMs, offsetMs, seconds) => {
    expect(requestTimestamp(nowMs, offsetMs)).toBe(seconds)
  })
})
