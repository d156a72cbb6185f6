import { readFileSync } from 'node:fs'
import { createAuthClient } from '@truemarkets/auth'
import { createCefiRestClient } from '@truemarkets/cefi-rest'
import { createCefiWsClient } from '@truemarkets/cefi-ws'
import {
  type ApiKey,
  apiKey,
  type EnvironmentName,
  type EnvironmentUrls,
  type HmacCredential,
  hmacKeyFromEnvironment,
  TrueMarketsError,
} from '@truemarkets/core'
import { createGatewayClient } from '@truemarkets/gateway'
import { bad, type Check, doubtful, good, judgeSkew, skipped } from './check.ts'

type Environment = EnvironmentName | EnvironmentUrls
type Variables = Readonly<Record<string, string | undefined>>

/** Looks at everything a first call depends on: keys, clock, reachability, versions. Sends reads only. */
export async function doctor(environment: Environment, variables: Variables): Promise<Check[]> {
  const key = readKey(variables)
  const hmac = readHmac(variables)
  const limits = { environment, timeoutMs: 5_000, retry: false } as const
  const checks = [
    check('auth service', async () => {
      await createAuthClient(limits).getHealth()
      return 'answers'
    }),
    check(
      'gateway',
      async () =>
        `lists ${(await createGatewayClient(limits).listAssets({ query: { venue: 'cefi' } })).data?.length ?? 0} assets`,
    ),
    check('CeFi REST', async () => (await createCefiRestClient(limits).getHealth()).status),
    check('CeFi WebSocket', () => greeting(environment)),
    clock(environment),
    versions(environment),
    key.credential === undefined
      ? Promise.resolve(key.check)
      : check('API key', async () => {
          const token = await createAuthClient({ ...limits, auth: key.credential }).tokens.token()
          return `buys a token of ${token.length} characters`
        }),
    hmac.credential === undefined
      ? Promise.resolve(hmac.check)
      : check('HMAC key', async () => {
          const { data } = await createCefiRestClient({ ...limits, auth: hmac.credential }).listClients()
          return `acts for ${data.length} client${data.length === 1 ? '' : 's'}`
        }),
  ]
  return Promise.all(checks)
}

/** A failure of a client already says what happened and what to do next. */
async function check(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return good(name, await look())
  } catch (cause) {
    if (cause instanceof TrueMarketsError) return bad(name, cause.message, cause.nextStep)
    return bad(
      name,
      cause instanceof Error ? cause.message : String(cause),
      'Try again; if it stays, report it with this line.',
    )
  }
}

type Credential<T> = { credential: T; check?: never } | { credential?: undefined; check: Check }

function readKey({ TM_KEY_FILE: path = '' }: Variables): Credential<ApiKey> {
  if (path === '')
    return {
      check: skipped('API key', 'TM_KEY_FILE is not set', 'Set it to the path of a key file to have the key tried.'),
    }
  try {
    return { credential: apiKey(readFileSync(path, 'utf8')) }
  } catch (cause) {
    const next = cause instanceof TrueMarketsError ? cause.nextStep : 'Check the path in TM_KEY_FILE.'
    return { check: bad('API key', cause instanceof Error ? cause.message : String(cause), next) }
  }
}

function readHmac(variables: Variables): Credential<HmacCredential> {
  const names = ['TRUEX_ORGANIZATION_ID', 'TRUEX_KEY_ID', 'TRUEX_KEY_SECRET']
  const missing = names.filter((name) => (variables[name] ?? '') === '')
  if (missing.length > 0)
    return { check: skipped('HMAC key', `not set: ${missing.join(', ')}`, 'Set them to have the key tried.') }
  return { credential: hmacKeyFromEnvironment(variables) }
}

async function greeting(environment: Environment): Promise<string> {
  const client = createCefiWsClient({ environment, connectTimeoutMs: 5_000 })
  try {
    return await new Promise<string>((resolve, reject) => {
      client.on('message', (message) => {
        if (message.update === 'WELCOME') resolve(`greets, version ${message.version ?? 'not told'}`)
      })
      client.on('disconnect', ({ code, reason }) => reject(new Error(`closed with ${code} ${reason}`.trim())))
      setTimeout(() => reject(new Error('no greeting within 5 seconds')), 5_000).unref()
    })
  } finally {
    await client.close()
  }
}

/** Compares this clock with the `Date` of an answer, in the middle of the time the answer took. */
async function clock(environment: Environment): Promise<Check> {
  let skewMs: number | undefined
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const sent = Date.now()
    const response = await globalThis.fetch(input, init)
    const date = response.headers.get('date')
    if (date !== null) skewMs = (sent + Date.now()) / 2 - (Date.parse(date) + 500)
    return response
  }
  const reached = await check(
    'clock',
    async () => (await createCefiRestClient({ environment, fetch, retry: false, timeoutMs: 5_000 }).getHealth()).status,
  )
  if (reached.state !== 'good') return reached
  return skewMs === undefined
    ? doubtful('clock', 'answers carry no Date header', 'Compare this clock with another one.')
    : judgeSkew(skewMs)
}

async function versions(environment: Environment): Promise<Check> {
  const client = createCefiRestClient({ environment, retry: false, timeoutMs: 5_000 })
  return check('schema versions', async () => {
    // The form of the list is an open question (R5); the names in it are not.
    const known: string[] = JSON.stringify(await client.listVersions()).match(/v\d{4}_\d\d_\d\d/g) ?? []
    if (!known.includes('v2026_01_23')) throw new Error(`v2026_01_23 is not among ${known.join(', ') || 'any'}`)
    return `${[...new Set(known)].join(', ')}; the clients send v2026_01_23`
  })
}
