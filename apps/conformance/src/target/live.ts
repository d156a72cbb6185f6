import { existsSync, readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiKey, createServerClock, hmacKey, type ServerClock } from '@truemarkets/core'
import type { Api } from '../api.ts'
import type { Need, Touch } from '../case/needs.ts'
import { parseJson } from '../json.ts'
import type { Fetch } from '../record/fetch.ts'
import { wsDriver } from '../record/ws-driver.ts'
import { type Budget, withinBudget } from './budget.ts'
import type { KnownAnswers } from './client-settings.ts'
import { guard, type Limits, refuseForeign } from './guard.ts'
import { bases, type HmacCredentials, healthOf, type KeyFile, type LiveName, type Target, untouched } from './target.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A live service: where it is, what else may be asked there, and how far a run may go. */
export type LiveProfile = {
  name: LiveName
  urls: Record<Api, string>
  socketAddresses: readonly string[]
  /** Scheme, host and port of everything that may be reached. */
  origins: readonly string[]
  limits: Limits
  /** Seen live at the gateway, whose host Auth shares (A10): 100 requests in 60 s, and 429 to what comes beyond them. */
  budget: Budget
  pollMs: number
  /** The most a case may touch, whatever is asked for. */
  touch: Touch
}

/** The addresses are written here, so no configuration can point a trading case at production. */
export const liveProfiles: Record<LiveName, LiveProfile> = {
  uat: {
    name: 'uat',
    urls: {
      auth: 'https://api.uat.truemarkets.co/v1/auth',
      gateway: 'https://api.uat.truemarkets.co/v1/gateway',
      'cefi-rest': 'https://api.uat.truex.co/v1/cefi',
      'cefi-ws': 'wss://uat.truex.co/api/v1',
    },
    socketAddresses: ['wss://uat.truex.co/api/v1', 'wss://api.uat.truex.co/api/v1', 'wss://api.uat.truex.co/v1/cefi'],
    origins: [
      'https://api.uat.truemarkets.co',
      'https://api.uat.truex.co',
      'wss://uat.truex.co',
      'wss://api.uat.truex.co',
    ],
    limits: { notional: 500, entries: 80, perSecond: 5 },
    budget: { origin: 'https://api.uat.truemarkets.co', perMinute: 100 },
    pollMs: 1_000,
    touch: 'transfer',
  },
  production: {
    name: 'production',
    urls: {
      auth: 'https://api.truemarkets.co/v1/auth',
      gateway: 'https://api.truemarkets.co/v1/gateway',
      'cefi-rest': 'https://api.truex.co/v1/cefi',
      'cefi-ws': 'wss://prod.truex.co/api/v1',
    },
    socketAddresses: ['wss://prod.truex.co/api/v1', 'wss://api.truex.co/api/v1'],
    origins: ['https://api.truemarkets.co', 'https://api.truex.co', 'wss://prod.truex.co', 'wss://api.truex.co'],
    limits: { notional: 0, entries: null, perSecond: 2 },
    budget: { origin: 'https://api.truemarkets.co', perMinute: 100 },
    pollMs: 2_000,
    touch: 'read',
  },
}

/** The variables behind each need. `TM_*` and `TRUEX_*` are the publisher's names; the client id is ours, since an order names one. */
const variables: Record<Need, readonly string[]> = {
  apiKey: ['TM_KEY_FILE'],
  hmacKey: ['TRUEX_ORGANIZATION_ID', 'TRUEX_KEY_ID', 'TRUEX_KEY_SECRET', 'TRUEX_CLIENT_ID'],
  // Cases that need the sandbox are never selected for a live target.
  sandbox: [],
}

const meanings: Record<string, string> = {
  TM_KEY_FILE: 'path of an API key file from the console, or /dev/stdin',
  TRUEX_ORGANIZATION_ID: 'organization id issued at onboarding',
  TRUEX_KEY_ID: 'id of the HMAC key',
  TRUEX_KEY_SECRET:
    'secret of the HMAC key, or the variable TRUEX_KEY_SECRET_FILE with the path of a file that holds it, or /dev/stdin',
  TRUEX_CLIENT_ID: 'CeFi client the cases act for, one of those that `pnpm truemarkets doctor` names',
}

/** The variable that names a file in place of the value; only the secret has one. */
const fileOf = (variable: string) => (variable === 'TRUEX_KEY_SECRET' ? 'TRUEX_KEY_SECRET_FILE' : '')

export type Missing = { variable: string; meaning: string; need: Need }

export function missingVariables(environment: Environment, needs: readonly Need[]): Missing[] {
  const isSet = (variable: string) => [variable, fileOf(variable)].some((name) => (environment[name] ?? '') !== '')
  return [...new Set(needs)].flatMap((need) =>
    variables[need]
      .filter((variable) => !isSet(variable))
      .map((variable) => ({ variable, meaning: meanings[variable] ?? '', need })),
  )
}

export type LiveTools = { environment: Environment; readFile: (path: string) => string; fetch: Fetch }

export const systemTools = (): LiveTools => ({
  environment: process.env,
  readFile: rememberingFiles((path) => readFileSync(path, 'utf8')),
  fetch: globalThis.fetch,
})

/** A descriptor can be read only once, and what it held is asked for again. */
export function rememberingFiles(readFile: (path: string) => string): (path: string) => string {
  const files = new Map<string, string>()
  return (path) => {
    const text = files.get(path) ?? readFile(path)
    files.set(path, text)
    return text
  }
}

/**
 * A live service behind the guard. Secrets come from variables, or from the files that variables name, descriptors included.
 * @param answers how it answers the open questions; default: nothing is known
 */
export function liveTarget(
  profile: LiveProfile,
  { environment, readFile, fetch }: LiveTools,
  answers: KnownAnswers = {},
): Target {
  const read = (path: string, variable: string): string => contentOf(path, variable, readFile)
  const value = (name: string): string => {
    const path = environment[fileOf(name)] ?? ''
    const found = path === '' ? (environment[name] ?? '') : read(path, fileOf(name)).trim()
    if (found === '') throw new Error(`${name} is not set: ${meanings[name] ?? ''}`)
    return found
  }
  const organizationKeyPath = environment['TM_ORGANIZATION_KEY_FILE'] ?? ''
  const killFile = environment['CONFORMANCE_KILL_FILE'] ?? '.conformance-stop'
  const now = () => Date.now()
  const clocks = new Map<string, ServerClock>()
  const clockOf = (url: string): ServerClock => {
    const { origin } = new URL(url)
    const clock = clocks.get(origin) ?? createServerClock({ wallMs: now, monotonicMs: () => performance.now() })
    clocks.set(origin, clock)
    return clock
  }
  const dated: Fetch = async (input, init) => {
    const sentMs = performance.now()
    const response = await fetch(input, init)
    const clock = clockOf(input instanceof Request ? input.url : input.toString())
    clock.observe(response.headers.get('date'), sentMs, performance.now(), { age: response.headers.get('age') })
    return response
  }
  const counted = withinBudget(dated, profile.budget, { now, wait })
  return {
    name: profile.name,
    urls: profile.urls,
    socketAddresses: profile.socketAddresses,
    bases,
    fetch: guard(counted.fetch, profile.origins, profile.limits, { now, wait, isStopped: () => existsSync(killFile) }),
    rest: counted.rest,
    driver: wsDriver,
    now(api) {
      const clock = clockOf(profile.urls[healthOf[api]])
      // A `Date` is in whole seconds. What is a second late is taken everywhere, and what is early is not on the WebSocket.
      return clock.now() - (clock.offsetMs() < 0 ? 1_000 : 0)
    },
    allowsSocket: (url) => refuseForeign(url, profile.origins),
    frames: untouched,
    answers,
    has: (need) => need !== 'sandbox' && missingVariables(environment, [need]).length === 0,
    keyFile: () => parseKeyFile(read(value('TM_KEY_FILE'), 'TM_KEY_FILE'), 'TM_KEY_FILE'),
    organizationKeyFile: () =>
      organizationKeyPath === ''
        ? null
        : parseKeyFile(read(organizationKeyPath, 'TM_ORGANIZATION_KEY_FILE'), 'TM_ORGANIZATION_KEY_FILE'),
    hmac: (): HmacCredentials => ({
      organizationId: value('TRUEX_ORGANIZATION_ID'),
      keyId: value('TRUEX_KEY_ID'),
      secret: value('TRUEX_KEY_SECRET'),
      clientId: value('TRUEX_CLIENT_ID'),
    }),
    sandbox: null,
    pollMs: profile.pollMs,
    slowness: 2,
    defects: () => [],
    close: () => Promise.resolve(),
  }
}

/** Comes back after this long, or once somebody wants an end. */
async function wait(ms: number, stop?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: stop })
  } catch (cause) {
    if (stop?.aborted !== true) throw cause
  }
}

function contentOf(path: string, variable: string, readFile: LiveTools['readFile']): string {
  try {
    return readFile(path)
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    throw new Error(
      `${variable} names a file that cannot be read${why}: ${meanings[variable] ?? 'set it to another'}`,
      {
        cause,
      },
    )
  }
}

/** Why credentials that are there cannot be used; null when those that are needed can. Comes before anything is sent. */
export function unusableCredentials(target: Target, needs: readonly Need[]): string | null {
  try {
    if (needs.includes('apiKey')) apiKey(target.keyFile())
    if (needs.includes('hmacKey')) hmacKey(target.hmac())
    return null
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

/** The client checks the file properly; here only its JSON form, without ever quoting it. */
function parseKeyFile(text: string, variable: string): KeyFile {
  const parsed = parseJson(text)
  if (!parsed.ok) throw new Error(`${variable} names a file that is not JSON: download the key file again`)
  return parsed.value as KeyFile
}
