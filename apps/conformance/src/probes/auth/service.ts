import type { CaseContext } from '../../case/context.ts'
import type { Json } from '../../json.ts'
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

const keySet = (context: CaseContext, place: keyof typeof keySets): Promise<Seen | null> =>
  look(context.send('auth', 'GET', keySets[place])).catch(() => null)

const keysOf = (seen: Seen | null): Json[] => {
  const keys = seen?.status === 200 ? member(seen.body, 'keys') : undefined
  return Array.isArray(keys) ? keys : []
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
      const [root, service] = [await keySet(context, 'root'), await keySet(context, 'service')]
      const [atRoot, atService] = [keysOf(root).length > 0, keysOf(service).length > 0]
      const told = (seen: Seen | null) => (seen === null ? 'no key set' : tell(seen))
      return {
        choice: atRoot ? (atService ? 'both' : 'host-root') : atService ? 'service-path' : null,
        evidence: `host root ${told(root)}; service path ${told(service)}`,
      }
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
      const root = keysOf(await keySet(context, 'root'))
      const keys = root.length > 0 ? root : keysOf(await keySet(context, 'service'))
      if (keys.length === 0) return { choice: null, evidence: 'no key set was found' }
      const isWhole = (key: Json) => member(key, 'kty') === 'RSA' && 'n' in Object(key) && 'e' in Object(key)
      return {
        choice: keys.every(isWhole) ? 'rsa-with-n-and-e' : 'other-keys',
        evidence: `${keys.length} keys: ${[...new Set(keys.map((key) => `${words([member(key, 'kty')])} ${shape(key)}`))].join('; ')}`,
      }
    },
  },
]
