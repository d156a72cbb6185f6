import type { CaseContext } from '../../case/context.ts'
import { type Json, parseJson } from '../../json.ts'
import { count } from '../../report/figures.ts'
import {
  isEmptyObject,
  look,
  member,
  noneOfThese,
  type Probe,
  type Seen,
  shape,
  tell,
  unforeseen,
  words,
} from '../probe.ts'
import { challenge, needs, post } from './challenge.ts'

/** The places of the key set; at the host root anything else may be served, a page too. */
const keySets = { root: '../../.well-known/jwks.json', service: '/.well-known/jwks.json' } as const

async function keysAt(context: CaseContext, place: keyof typeof keySets): Promise<{ status: number; keys: Json[] }> {
  const response = await context.send('auth', 'GET', keySets[place])
  const parsed = parseJson(await response.text())
  const keys = parsed.ok && response.status === 200 ? member(parsed.value, 'keys') : undefined
  return { status: response.status, keys: Array.isArray(keys) ? keys : [] }
}

function healthForm(seen: Seen): string | null {
  if (seen.status !== 200) return unforeseen(seen)
  if (member(seen.body, 'status') !== undefined) return 'status-member'
  if (isEmptyObject(seen.body)) return 'empty-object'
  return seen.body === undefined && seen.text !== '' ? 'plain-text' : noneOfThese
}

export const authServiceProbes: readonly Probe[] = [
  {
    question: 'A1',
    needs: [],
    touches: 'read',
    async run(context) {
      const [root, service] = [await keysAt(context, 'root'), await keysAt(context, 'service')]
      const evidence = `host root ${root.status}, ${count(root.keys.length, 'key')}; service path ${service.status}, ${count(service.keys.length, 'key')}`
      const isTold = [root, service].every(({ status, keys }) => keys.length > 0 || unforeseen({ status }) !== null)
      if (!isTold) return { choice: null, evidence }
      if (root.keys.length === 0) return { choice: service.keys.length > 0 ? 'service-path' : null, evidence }
      return { choice: service.keys.length > 0 ? 'both' : 'host-root', evidence }
    },
  },
  {
    question: 'A2',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('auth', 'GET', '/health'))
      return { choice: healthForm(seen), evidence: tell(seen) }
    },
  },
  {
    question: 'A10',
    needs,
    touches: 'read',
    async run(context) {
      const { status, headers } = await post(context, challenge(context))
      const names = [...headers.keys()].filter((name) => name.startsWith('x-ratelimit'))
      const choice = names.length > 0 ? 'host-budget' : status === 200 ? 'none' : null
      return { choice, evidence: `${status}; headers: ${names.join(', ') || 'none'}` }
    },
  },
  {
    question: 'A11',
    needs: [],
    touches: 'read',
    async run(context) {
      const root = await keysAt(context, 'root')
      const { keys } = root.keys.length > 0 ? root : await keysAt(context, 'service')
      if (keys.length === 0) return { choice: null, evidence: 'no key set was found' }
      const isWhole = (key: Json) => member(key, 'kty') === 'RSA' && 'n' in Object(key) && 'e' in Object(key)
      return {
        choice: keys.every(isWhole) ? 'rsa-with-n-and-e' : 'other-keys',
        evidence: `${keys.length} keys: ${[...new Set(keys.map((key) => `${words([member(key, 'kty')])} ${shape(key)}`))].join('; ')}`,
      }
    },
  },
]
