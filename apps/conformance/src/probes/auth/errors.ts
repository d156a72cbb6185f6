import { isObject, type Json } from '../../json.ts'
import { errorShape, look, member, noneOfThese, type Probe, tell, unforeseen, words } from '../probe.ts'
import { challenge, needs, post } from './challenge.ts'

/** The classes of failure seen on either service of this host; the list is open. */
const knownTypes = [
  'invalid_argument',
  'unauthenticated',
  'not_found',
  'already_exists',
  'failed_precondition',
  'internal',
  'unavailable',
]

/** What is written for people, and for support, differs from one error to the next anyway. */
const inWords = ['message', 'error', 'request_id', 'field_violations']

function membersThatDiffer(bodies: readonly (Json | undefined)[]): string[] {
  const names = new Set(bodies.flatMap((body) => (isObject(body) ? Object.keys(body) : [])))
  const isSame = (name: string) => new Set(bodies.map((body) => JSON.stringify(member(body, name)))).size === 1
  return [...names].filter((name) => !inWords.includes(name) && !isSame(name))
}

export const authErrorProbes: readonly Probe[] = [
  {
    question: 'A6',
    needs,
    touches: 'read',
    async run(context) {
      const seen = await post(context, challenge(context, { signature: 'AAAA' }))
      const choice = seen.status === 401 ? (errorShape(seen.body) ?? noneOfThese) : unforeseen(seen)
      return { choice, evidence: tell(seen) }
    },
  },
  {
    question: 'A7',
    needs,
    touches: 'read',
    async run(context) {
      const wrongSignature = await post(context, challenge(context, { signature: 'A'.repeat(86) }))
      const unknownKey = await post(context, challenge(context, { key_id: context.random.uuid() }))
      const oldClock = await post(context, challenge(context, { timestamp: 1_700_000_000 }))
      const seen = [wrongSignature, unknownKey, oldClock]
      const differing = membersThatDiffer(seen.map(({ body }) => body))
      const odd = seen.find(({ status }) => status !== 401)
      const choice = differing.includes('code') ? 'code-differs' : differing.length > 0 ? noneOfThese : 'message-only'
      return {
        choice: odd === undefined ? choice : unforeseen(odd),
        evidence: `wrong signature, unknown key, old clock: ${seen.map(tell).join('; ')}; beside the message differ: ${differing.join(', ') || 'none'}`,
      }
    },
  },
  {
    question: 'A12',
    needs,
    touches: 'read',
    async run(context) {
      const seen = [
        await post(context, {}),
        await post(context, challenge(context, { signature: 'A'.repeat(86) })),
        await post(context, challenge(context, { timestamp: 1_700_000_000 })),
        await look(context.send('auth', 'POST', '/token/refresh', { refresh_token: 'unknown' })),
      ]
      const types = seen.map(({ body }) => member(body, 'type')).filter((type) => type !== undefined)
      const codes = seen.map(({ body }) => member(body, 'code')).filter((code) => typeof code === 'string')
      const isKnown = (type: Json) => knownTypes.some((known) => known === type)
      const choice = types.length === 0 ? null : types.every(isKnown) ? 'known-values' : 'further-values'
      return { choice, evidence: `type: ${words(types) || 'none'}; code: ${words(codes) || 'none'}` }
    },
  },
]
