import { describe, expect, test } from 'vitest'
import { environmentUrl, resolveEnvironment } from './environments.ts'

test('the known environments have the published addresses', () => {
  expect(resolveEnvironment('production').urls).toEqual({
    auth: 'https://api.truemarkets.co/v1/auth',
    gateway: 'https://api.truemarkets.co/v1/gateway',
    cefiRest: 'https://api.truex.co/v1/cefi',
    cefiWs: 'wss://prod.truex.co/api/v1',
  })
  expect(resolveEnvironment('uat').urls).toEqual({
    auth: 'https://api.uat.truemarkets.co/v1/auth',
    gateway: 'https://api.uat.truemarkets.co/v1/gateway',
    cefiRest: 'https://api.uat.truex.co/v1/cefi',
    cefiWs: 'wss://uat.truex.co/api/v1',
  })
  expect(environmentUrl(resolveEnvironment('sandbox'), 'cefiWs')).toBe('ws://127.0.0.1:4010/api/v1')
})

test('TM_ENV chooses when the option does not, in the publisher’s spelling too', () => {
  expect(resolveEnvironment(undefined, { TM_ENV: 'prod' }).name).toBe('production')
  expect(resolveEnvironment(undefined, { TM_ENV: 'uat' }).name).toBe('uat')
  expect(resolveEnvironment('sandbox', { TM_ENV: 'prod' }).name).toBe('sandbox')
})

describe('an environment that cannot be meant is refused', () => {
  test('none at all', () => {
    expect(() => resolveEnvironment(5 as never)).toThrow(expect.objectContaining({ code: 'environment_unknown' }))
    expect(() => resolveEnvironment(undefined, {})).toThrow(expect.objectContaining({ code: 'environment_unknown' }))
    expect(() => resolveEnvironment(undefined, { TM_ENV: '' })).toThrow(
      expect.objectContaining({ code: 'environment_unknown' }),
    )
  })

  test('a misspelt name, with the nearest one', () => {
    expect(() => resolveEnvironment(undefined, { TM_ENV: 'sandbx' })).toThrow(
      expect.objectContaining({ code: 'environment_unknown', nextStep: 'Use sandbox, or pass the URLs.' }),
    )
  })

  test('a name that every object has', () => {
    expect(() => resolveEnvironment(undefined, { TM_ENV: 'constructor' })).toThrow(
      expect.objectContaining({ code: 'environment_unknown' }),
    )
  })

  test('a misspelt API', () => {
    expect(() => resolveEnvironment({ gatway: 'https://x.test' } as object)).toThrow(
      expect.objectContaining({ code: 'option_unknown', nextStep: 'Did you mean "gateway"?' }),
    )
  })

  test.each([
    'http://api.example.test',
    'ws://127.0.0.1.example.test',
    'http://localhost.example.test',
    'http://0x7f000002.example',
    'http://10.0.0.1',
  ])('the unencrypted address %s', (url) => {
    expect(() => resolveEnvironment({ cefiWs: url })).toThrow(expect.objectContaining({ code: 'url_insecure' }))
  })

  test.each([
    'https://planted@api.example.test',
    'https://:planted@api.example.test',
    'https://api.example.test/v1?planted',
    'https://api.example.test/v1#planted',
  ])('the address %s, which is not repeated', (url) => {
    expect(() => resolveEnvironment({ gateway: url })).toThrow(
      expect.objectContaining({
        code: 'option_invalid',
        message: 'environment.gateway carries credentials, a query or a fragment.',
      }),
    )
  })

  test('an API without an address', () => {
    expect(() => environmentUrl(resolveEnvironment({ auth: 'https://x.test' }), 'gateway')).toThrow(
      expect.objectContaining({ code: 'url_missing' }),
    )
  })
})

test.each(['https://x.test/v1?', 'https://x.test/v1#', 'https://x.test/v1?#'])(
  'an address after which nothing can be written is refused: %s',
  (url) => {
    expect(() => resolveEnvironment({ auth: url })).toThrow(expect.objectContaining({ code: 'option_invalid' }))
  },
)

test.each([
  ['blanks and a line break around it', ' https://x.test/v1\n'],
  ['another spelling of the same', 'HTTPS://X.test:443/a/../v1//'],
])('an address with %s is the address', (_, url) => {
  expect(resolveEnvironment({ auth: url }).urls.auth).toBe('https://x.test/v1')
})

test('explicit addresses lose their trailing slash', () => {
  expect(resolveEnvironment({ auth: 'http://127.0.0.1:4010/v1/auth/' }).urls.auth).toBe('http://127.0.0.1:4010/v1/auth')
})
