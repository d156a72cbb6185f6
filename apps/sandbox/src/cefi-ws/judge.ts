import type { SandboxContext } from '../context.ts'
import type { DemoHmacKey } from '../demo-credentials.ts'
import type { CefiWsRules } from './rules.ts'
import type { ConnectionStatus, SubscriptionRequest } from './wire.ts'

export type Verdict =
  | { readonly refused: Extract<ConnectionStatus, 'INVALID' | 'UNAUTHORIZED'> }
  | { readonly refused: undefined; readonly key: DemoHmacKey | undefined }

/** Decides whether a request may be carried out: its time, its signature, and whether its items exist and are the caller's. */
export function judge(context: SandboxContext, request: SubscriptionRequest, urlPath: string): Verdict {
  const { clock, answers, exchange } = context
  const rules = context.rules.cefiWs
  if (!rules.isInWindow(request.timestamp, clock.seconds())) return { refused: 'INVALID' }
  // W15: what an empty list does is unknown.
  if (request.items.length === 0 && answers.get('W15', 'refused') === 'refused') return { refused: 'INVALID' }
  const key = request.credentials === undefined ? undefined : findKey(context, request.credentials)
  if (request.mode === 'signed') {
    // W2: the path of the URL in use, or none as in the publisher's sample code.
    const path = answers.get('W2', 'url-path') === 'empty-path' ? '' : urlPath
    if (key === undefined || !isSigned(rules, request, key.secret, path)) return { refused: 'UNAUTHORIZED' }
  }
  for (const channel of request.channels) {
    for (const item of request.items) {
      if (channel === 'DROPCOPY') {
        if (!rules.mayFollow(key, item)) return { refused: 'UNAUTHORIZED' }
      } else if (exchange.findInstrument({ symbol: item }) === undefined) return { refused: 'INVALID' }
    }
  }
  return { refused: undefined, key }
}

function findKey(
  { credentials }: SandboxContext,
  given: NonNullable<SubscriptionRequest['credentials']>,
): DemoHmacKey | undefined {
  return [credentials.hmac, credentials.secondHmac].find(
    (key) => key.keyId === given.key && key.organizationId === given.organizationId,
  )
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
