import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SandboxContext } from '../context.ts'
import type { DemoHmacKey } from '../demo-credentials.ts'
import type { ConnectionStatus, SubscriptionRequest } from './wire.ts'

/** On every request, signed or not: not in the future, and not older than this. */
const WINDOW_SECONDS = 15

export type Verdict =
  | { readonly refused: Extract<ConnectionStatus, 'INVALID' | 'UNAUTHORIZED'> }
  | { readonly refused: undefined; readonly key: DemoHmacKey | undefined }

/** Decides whether a request may be carried out: its time, its signature, and whether its items exist and are the caller's. */
export function judge(context: SandboxContext, request: SubscriptionRequest, urlPath: string): Verdict {
  const { clock, answers, exchange } = context
  if (!isFresh(request.timestamp, clock.seconds())) return { refused: 'INVALID' }
  // W15: what an empty list does is unknown.
  if (request.items.length === 0 && answers.get('W15', 'refused') === 'refused') return { refused: 'INVALID' }
  const key = request.credentials === undefined ? undefined : findKey(context, request.credentials)
  if (request.mode === 'signed') {
    // W2: the path of the URL in use, or none as in the publisher's sample code.
    const path = answers.get('W2', 'url-path') === 'empty-path' ? '' : urlPath
    if (key === undefined || !isSigned(request, key.secret, path)) return { refused: 'UNAUTHORIZED' }
  }
  for (const channel of request.channels) {
    for (const item of request.items) {
      if (channel === 'DROPCOPY') {
        if (key?.clientId !== item) return { refused: 'UNAUTHORIZED' }
      } else if (exchange.findInstrument({ symbol: item }) === undefined) return { refused: 'INVALID' }
    }
  }
  return { refused: undefined, key }
}

function isFresh(timestamp: string, nowSeconds: number): boolean {
  if (!/^[0-9]{1,12}$/.test(timestamp)) return false
  const age = nowSeconds - Number(timestamp)
  return age >= 0 && age <= WINDOW_SECONDS
}

function findKey(
  { credentials }: SandboxContext,
  given: NonNullable<SubscriptionRequest['credentials']>,
): DemoHmacKey | undefined {
  return [credentials.hmac, credentials.secondHmac].find(
    (key) => key.keyId === given.key && key.organizationId === given.organizationId,
  )
}

function isSigned({ credentials, timestamp }: SubscriptionRequest, secret: string, path: string): boolean {
  if (credentials === undefined) return false
  const signed = `${timestamp}TRUEXWS${credentials.key}${path}`
  const expected = Buffer.from(createHmac('sha256', secret).update(signed).digest('base64'))
  const given = Buffer.from(credentials.signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
