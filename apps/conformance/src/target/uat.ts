import { existsSync, readFileSync } from 'node:fs'
import type { Need } from '../case/define.ts'
import { parseJson } from '../json.ts'
import { guard, uatLimits } from './guard.ts'
import { bases, type HmacCredentials, type KeyFile, type Target, untouched } from './target.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The variables behind each need. `TM_*` and `TRUEX_*` are the publisher's names; the client id is ours, since an order names one. */
const variables: Record<Need, readonly string[]> = {
  apiKey: ['TM_KEY_FILE'],
  hmacKey: ['TRUEX_ORGANIZATION_ID', 'TRUEX_KEY_ID', 'TRUEX_KEY_SECRET', 'TRUEX_CLIENT_ID'],
  // Cases that need the sandbox are never selected for UAT.
  sandbox: [],
}

const meanings: Record<string, string> = {
  TM_KEY_FILE: 'path of an API key file from the UAT console',
  TRUEX_ORGANIZATION_ID: 'organization id issued at onboarding',
  TRUEX_KEY_ID: 'id of the HMAC key',
  TRUEX_KEY_SECRET: 'secret of the HMAC key',
  TRUEX_CLIENT_ID: 'CeFi client the cases act for',
}

const hosts = ['api.uat.truemarkets.co', 'api.uat.truex.co']

export type Missing = { variable: string; meaning: string; need: Need }

export function missingVariables(environment: Environment, needs: readonly Need[]): Missing[] {
  return [...new Set(needs)].flatMap((need) =>
    variables[need]
      .filter((variable) => (environment[variable] ?? '') === '')
      .map((variable) => ({ variable, meaning: meanings[variable] ?? '', need })),
  )
}

/** UAT and nothing else: the hosts are written here, so no configuration can point a trading case at production. */
export function uatTarget(environment: Environment, readFile: (path: string) => string = readText): Target {
  const value = (name: string): string => {
    const found = environment[name]
    if (found === undefined || found === '') throw new Error(`${name} is not set: ${meanings[name] ?? ''}`)
    return found
  }
  return {
    name: 'uat',
    urls: {
      auth: 'https://api.uat.truemarkets.co/v1/auth',
      gateway: 'https://api.uat.truemarkets.co/v1/gateway',
      'cefi-rest': 'https://api.uat.truex.co/v1/cefi',
      'cefi-ws': 'wss://uat.truex.co/api/v1',
    },
    bases,
    fetch: guard(globalThis.fetch, hosts, uatLimits, {
      now: () => Date.now(),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      isStopped: () => existsSync(environment['CONFORMANCE_KILL_FILE'] ?? '.conformance-stop'),
    }),
    frames: untouched,
    has: (need) => need !== 'sandbox' && missingVariables(environment, [need]).length === 0,
    keyFile: () => parseKeyFile(readFile(value('TM_KEY_FILE'))),
    hmac: (): HmacCredentials => ({
      organizationId: value('TRUEX_ORGANIZATION_ID'),
      keyId: value('TRUEX_KEY_ID'),
      secret: value('TRUEX_KEY_SECRET'),
      clientId: value('TRUEX_CLIENT_ID'),
    }),
    sandbox: null,
    slowness: 2,
    defects: () => [],
    close: () => Promise.resolve(),
  }
}

const readText = (path: string) => readFileSync(path, 'utf8')

/** The client checks the file properly; here only its JSON form, without ever quoting it. */
function parseKeyFile(text: string): KeyFile {
  const parsed = parseJson(text)
  if (!parsed.ok) throw new Error('TM_KEY_FILE names a file that is not JSON: download the key file again')
  return parsed.value as KeyFile
}
