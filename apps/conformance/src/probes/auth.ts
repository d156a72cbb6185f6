import { apiKey } from '@truemarkets/core'
import type { CaseContext } from '../case/context.ts'
import { exchange } from '../cases/auth/exchange.ts'
import { isObject, type Json } from '../json.ts'
import { look, member, type Probe, shape, tell, words } from './probe.ts'

const needs = ['apiKey'] as const

export const noOrganizationKey = 'there is no organization key to ask with: name one in TM_ORGANIZATION_KEY_FILE'

const challenge = (context: CaseContext, change: object = {}) => {
  const key = apiKey(context.target.keyFile())
  const timestamp = Math.floor(Date.now() / 1000)
  return { key_id: key.keyId, timestamp, signature: key.signChallenge(timestamp), ...change }
}

const post = (context: CaseContext, body: unknown) => look(context.send('auth', 'POST', '/api-key/token', body))

/** What the second use of something tells: taken, refused, or nothing when it went wrong otherwise. */
const again = (status: number, taken: string, refused: string) =>
  status === 200 ? taken : status === 400 || status === 401 ? refused : null

/** Which generation of error a body belongs to. */
export function errorShape(body: Json | undefined): 'newest' | 'status-code' | 'documented' | null {
  if (!isObject(body)) return null
  if (typeof body['type'] === 'string' && typeof body['message'] === 'string') return 'newest'
  if (typeof body['code'] === 'number') return 'status-code'
  return typeof body['message'] === 'string' ? 'documented' : null
}

export const authProbes: Probe[] = [
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
    question: 'A3',
    needs,
    touches: 'read',
    async run(context) {
      const personal = (await exchange(context)).refresh_token !== undefined
      if (!personal) return { choice: 'never', evidence: 'a personal key got no refresh token' }
      const keyFile = context.target.organizationKeyFile()
      if (keyFile === null) return { choice: null, evidence: `a personal key got one; ${noOrganizationKey}` }
      const organization = (await exchange(context, { keyFile })).refresh_token !== undefined
      return {
        choice: organization ? 'always' : 'personal-only',
        evidence: `organization key: ${organization ? 'one' : 'none'}`,
      }
    },
  },
  {
    question: 'A4',
    needs,
    touches: 'read',
    async run(context) {
      const { expires_in: text } = await exchange(context)
      const forms = { 'milliseconds-z': /\.\d{3}Z$/, 'whole-seconds-z': /:\d\dZ$/, offset: /[+-]\d\d:\d\d$/ }
      const choice = Object.entries(forms).find(([, form]) => form.test(text))?.[0] ?? null
      return { choice, evidence: text.replaceAll(/\d/g, '0') }
    },
  },
  {
    question: 'A5',
    needs,
    touches: 'read',
    async run(context) {
      const { refresh_token } = await exchange(context)
      if (refresh_token === undefined) return { choice: null, evidence: 'there is no refresh token' }
      const refresh = () => look(context.send('auth', 'POST', '/token/refresh', { refresh_token }))
      const once = await refresh()
      const twice = await refresh()
      return {
        choice: once.status === 200 ? again(twice.status, 'reusable', 'single-use') : null,
        evidence: `first ${once.status}, second ${twice.status}`,
      }
    },
  },
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
    question: 'A8',
    needs,
    touches: 'read',
    async run(context) {
      const { signature } = challenge(context)
      const padded = await post(context, challenge(context, { signature: `${signature}==` }))
      const standard = signature.replaceAll('-', '+').replaceAll('_', '/')
      const other = await post(context, challenge(context, { signature: `${standard}==` }))
      const statuses = [padded.status, other.status]
      const isRefusal = (status: number) => status === 400 || status === 401
      const choice = statuses.includes(200) ? 'accepted' : statuses.every(isRefusal) ? 'refused' : null
      return { choice, evidence: `padded ${tell(padded)}; padded in the standard alphabet ${tell(other)}` }
    },
  },
  {
    question: 'A9',
    needs,
    touches: 'read',
    async run(context) {
      const body = challenge(context)
      const once = await post(context, body)
      const twice = await post(context, body)
      return {
        choice: once.status === 200 ? again(twice.status, 'allowed', 'refused') : null,
        evidence: `first ${once.status}, second ${twice.status}`,
      }
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
