import { apiKey } from '@truemarkets/core'
import type { CaseContext } from '../case/context.ts'
import { exchange } from '../cases/auth/exchange.ts'
import { isObject, type Json } from '../json.ts'
import { look, member, type Probe, tell } from './probe.ts'

const needs = ['apiKey'] as const

const challenge = (context: CaseContext, change: object = {}) => {
  const key = apiKey(context.target.keyFile())
  const timestamp = Math.floor(Date.now() / 1000)
  return { key_id: key.keyId, timestamp, signature: key.signChallenge(timestamp), ...change }
}

const post = (context: CaseContext, body: unknown) => look(context.send('auth', 'POST', '/api-key/token', body))

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
      if (!context.target.has('sandbox'))
        return { choice: null, evidence: 'a personal key got one; there is no organization key to ask with' }
      const { keyFile } = context.sandbox().organization
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
        choice: twice.status === 200 ? 'reusable' : 'single-use',
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
      return { choice: errorShape(seen.body), evidence: tell(seen) }
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
      const codes = [wrongSignature, unknownKey, oldClock].map(({ body }) =>
        JSON.stringify(member(body, 'code') ?? null),
      )
      return {
        choice: new Set(codes).size > 1 ? 'code-differs' : 'message-only',
        evidence: `codes: ${codes.join(', ')}`,
      }
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
        choice: twice.status === 200 ? 'allowed' : 'refused',
        evidence: `first ${once.status}, second ${twice.status}`,
      }
    },
  },
  {
    question: 'A10',
    needs,
    touches: 'read',
    async run(context) {
      const { headers } = await post(context, challenge(context))
      const names = [...headers.keys()].filter((name) => name.startsWith('x-ratelimit'))
      return { choice: names.length > 0 ? 'host-budget' : 'none', evidence: `headers: ${names.join(', ') || 'none'}` }
    },
  },
]
