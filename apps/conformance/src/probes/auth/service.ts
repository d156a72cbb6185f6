import { isObject, type Json } from '../../json.ts'
import { look, member, type Probe, shape, tell, words } from '../probe.ts'
import { challenge, needs, post } from './challenge.ts'

export const authServiceProbes: readonly Probe[] = [
  {
    question: 'A1',
    needs: [],
    touches: 'read',
    async run(context) {
      const root = await look(context.send('auth', 'GET', '../../.well-known/jwks.json'))
      const service = await look(context.send('auth', 'GET', '/.well-known/jwks.json'))
      const choice =
        root.status === 200
          ? service.status === 200
            ? 'both'
            : 'host-root'
          : service.status === 200
            ? 'service-path'
            : null
      return { choice, evidence: `host root ${tell(root)}; service path ${tell(service)}` }
    },
  },
  {
    question: 'A2',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('auth', 'GET', '/health'))
      if (seen.status !== 200) return { choice: null, evidence: tell(seen) }
      const choice = !isObject(seen.body) ? 'plain-text' : 'status' in seen.body ? 'status-member' : 'empty-object'
      return { choice, evidence: tell(seen) }
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
      const root = await look(context.send('auth', 'GET', '../../.well-known/jwks.json'))
      const seen = root.status === 200 ? root : await look(context.send('auth', 'GET', '/.well-known/jwks.json'))
      const list = member(seen.body, 'keys')
      const keys = Array.isArray(list) ? list : []
      if (keys.length === 0) return { choice: null, evidence: tell(seen) }
      const isWhole = (key: Json) => member(key, 'kty') === 'RSA' && 'n' in Object(key) && 'e' in Object(key)
      return {
        choice: keys.every(isWhole) ? 'rsa-with-n-and-e' : 'other-keys',
        evidence: `${keys.length} keys: ${[...new Set(keys.map((key) => `${words([member(key, 'kty')])} ${shape(key)}`))].join('; ')}`,
      }
    },
  },
]
