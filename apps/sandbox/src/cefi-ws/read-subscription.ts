import { parseJson } from '../server/parse-json.ts'
import { isRecord, type JsonRecord, textAt } from '../server/record.ts'
import { CHANNELS, type Channel, type Mode, type SubscriptionRequest } from './wire.ts'

// A map and not an object: the type is the caller's text, and an object would also answer to `constructor`.
const TYPES: ReadonlyMap<string, { action: SubscriptionRequest['action']; mode: Mode }> = new Map([
  ['SUBSCRIBE', { action: 'subscribe', mode: 'signed' }],
  ['UNSUBSCRIBE', { action: 'unsubscribe', mode: 'signed' }],
  ['SUBSCRIBE_NO_AUTH', { action: 'subscribe', mode: 'open' }],
  ['UNSUBSCRIBE_NO_AUTH', { action: 'unsubscribe', mode: 'open' }],
])

const CREDENTIAL_MEMBERS = ['organization_id', 'key', 'signature'] as const

/** Reads a request; `undefined` when it is not JSON, or not a request that the documents allow. */
export function readSubscription(text: string): SubscriptionRequest | undefined {
  const value = parseJson(text)?.value
  if (!isRecord(value)) return undefined
  const type = textAt(value, 'type')
  const kind = type === undefined ? undefined : TYPES.get(type)
  const timestamp = textAt(value, 'timestamp')
  const items = texts(value['item_names'])
  const channels = texts(value['channels'])?.map((name) => CHANNELS.find((each) => each === name))
  if (kind === undefined || timestamp === undefined || items === undefined || channels === undefined) return undefined
  if (!channels.every((channel): channel is Channel => channel !== undefined)) return undefined
  const credentials = readCredentials(value)
  // Credentials are all there in a signed request, and none of them in an open one.
  const complete =
    kind.mode === 'signed' ? credentials !== undefined : !CREDENTIAL_MEMBERS.some((name) => name in value)
  return complete ? { ...kind, channels, items, timestamp, credentials } : undefined
}

function readCredentials(value: JsonRecord): SubscriptionRequest['credentials'] {
  const [organizationId, key, signature] = CREDENTIAL_MEMBERS.map((name) => textAt(value, name))
  if (organizationId === undefined || key === undefined || signature === undefined) return undefined
  return { organizationId, key, signature }
}

function texts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const found = value.filter((each) => typeof each === 'string')
  return found.length === value.length ? found : undefined
}
