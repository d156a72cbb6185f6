import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type ApiName, environmentUrl, resolveEnvironment } from './environments.ts'

const FOLDERS = { auth: 'auth', gateway: 'gateway', cefiRest: 'cefi-rest' } as const

function contractOf(folder: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../${folder}/src/generated/contract.json`, import.meta.url), 'utf8'))
}

/** The addresses that the contract of an API has for an environment, and that are not on their way out. */
function published(api: ApiName, environment: 'production' | 'uat'): string[] {
  if (api === 'cefiWs') {
    const { channels, components } = contractOf('cefi-ws') as {
      channels: { v1: { address: string } }
      components: { servers: Record<string, { host: string; protocol: string }> }
    }
    const { protocol, host } = components.servers[environment] ?? {}
    return [`${protocol}://${host}${channels.v1.address}`]
  }
  const { servers } = contractOf(FOLDERS[api]) as {
    servers: { url: string; description: string; 'x-deprecated'?: boolean; 'x-sunset'?: string }[]
  }
  return servers
    .filter((server) => server['x-deprecated'] !== true && server['x-sunset'] === undefined)
    .filter(({ description }) => new RegExp(`^${environment}\\b`, 'i').test(description))
    .map(({ url }) => url)
}

test.each([
  ['production', 'auth'],
  ['production', 'gateway'],
  ['production', 'cefiRest'],
  ['production', 'cefiWs'],
  ['uat', 'auth'],
  ['uat', 'gateway'],
  ['uat', 'cefiRest'],
  ['uat', 'cefiWs'],
] as const)('%s is where the contract has it for %s', (name, api) => {
  expect(published(api, name)).toContain(environmentUrl(resolveEnvironment(name), api))
})

test('the sandbox is on this machine', () => {
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
      expect.objectContaining({ code: 'environment_unknown', nextStep: 'Did you mean "sandbox"? Or pass the URLs.' }),
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
