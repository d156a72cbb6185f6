import type { SandboxContext } from '../context.ts'
import { type DemoHmacKey, findHmacKey } from '../demo-credentials.ts'
import type { CefiWsRules } from './rules.ts'
import type { ConnectionStatus, SubscriptionRequest } from './wire.ts'

export type Refusal = Extract<ConnectionStatus, 'INVALID' | 'UNAUTHORIZED'>

/**
 * Why a request may not be carried out, by its time, its signature, and whether its items exist and are the caller's;
 * `undefined` when it may.
 */
export function refusalOf(context: SandboxContext, request: SubscriptionRequest, urlPath: string): Refusal | undefined {
  const { clock, answers, exchange } = context
  const rules = context.rules.cefiWs
  if (!rules.isInWindow(request.timestamp, clock.seconds())) return 'INVALID'
  // W15: what an empty list does is unknown.
  if (request.items.length === 0 && answers.get('W15', 'refused') === 'refused') return 'INVALID'
  const key = keyOf(context, request)
  if (request.mode === 'signed') {
    // W2: the path of the URL in use, or none as in the publisher's sample code.
    const path = answers.get('W2', 'url-path') === 'empty-path' ? '' : urlPath
    if (key === undefined || !isSigned(rules, request, key.secret, path)) return 'UNAUTHORIZED'
  }
  for (const channel of request.channels) {
    for (const item of request.items) {
      if (channel === 'DROPCOPY') {
        if (!rules.mayFollow(key, item)) return 'UNAUTHORIZED'
      } else if (exchange.findInstrument({ symbol: item }) === undefined) return 'INVALID'
    }
  }
  return undefined
}

/** The request without the symbols that nobody knows, where it names some that are known and the world lets those pass (W20). */
export function withKnownItems(
  { answers, exchange }: SandboxContext,
  request: SubscriptionRequest,
): SubscriptionRequest {
  if (answers.get('W20', 'all-refused') === 'all-refused' || request.channels.includes('DROPCOPY')) return request
  const items = request.items.filter((symbol) => exchange.findInstrument({ symbol }) !== undefined)
  return items.length === 0 ? request : { ...request, items }
}

function keyOf({ credentials }: SandboxContext, { credentials: given }: SubscriptionRequest): DemoHmacKey | undefined {
  const key = given === undefined ? undefined : findHmacKey(credentials, given.key)
  return key?.organizationId === given?.organizationId ? key : undefined
}

function isSigned(
  rules: CefiWsRules,
  { credentials, timestamp }: SubscriptionRequest,
  secret: string,
  path: string,
): boolean {
  if (credentials === undefined) return false
  return rules.isSigned(secret, `${timestamp}TRUEXWS${credentials.key}${path}`, credentials.signature)
}
