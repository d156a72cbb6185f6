import type { Json } from '../../json.ts'
import { errorShape, look, member, type Probe, tell, words } from '../probe.ts'
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

export const authErrorProbes: readonly Probe[] = [
  {
    question: 'A6',
    needs,
    touches: 'read',
    async run(context) {
      const seen = await post(context, challenge(context, { signature: 'AAAA' }))
      return { choice: seen.status === 401 ? errorShape(seen.body) : null, evidence: tell(seen) }
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
      const codes = new Set(seen.map(({ body }) => JSON.stringify(member(body, 'code') ?? null)))
      const isRefused = seen.every(({ status }) => status === 401)
      return {
        choice: !isRefused ? null : codes.size > 1 ? 'code-differs' : 'message-only',
        evidence: `wrong signature, unknown key, old clock: ${seen.map(tell).join('; ')}; ${codes.size} different codes`,
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
