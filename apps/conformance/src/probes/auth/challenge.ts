import { apiKey } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { look } from '../probe.ts'

export const needs = ['apiKey'] as const

/** A good challenge of the target's own key, but for the change that a probe is about. */
export const challenge = (context: CaseContext, change: object = {}) => {
  const key = apiKey(context.target.keyFile())
  const timestamp = Math.floor(context.target.now('auth') / 1000)
  return { key_id: key.keyId, timestamp, signature: key.signChallenge(timestamp), ...change }
}

export const post = (context: CaseContext, body: unknown) => look(context.send('auth', 'POST', '/api-key/token', body))
