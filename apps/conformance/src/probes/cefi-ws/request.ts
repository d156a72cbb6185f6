import { createHmac } from 'node:crypto'
import type { CaseContext } from '../../case/context.ts'
import { isConfirmation, symbol } from '../../cases/cefi-ws/session.ts'
import { isObject, type Json, type JsonObject } from '../../json.ts'
import type { RawSocket } from '../../record/socket.ts'
import { member, noneOfThese } from '../probe.ts'

export const needs = ['hmacKey'] as const

export type Channel = 'INSTRUMENT' | 'EBBO' | 'DEPTH' | 'TRADE' | 'DROPCOPY'

/** How long an answer may take before it counts as none. */
export const patienceMs = 2_000

type Terms = { channels: readonly Channel[]; items: readonly string[]; secondsOff?: number }

const at = ({ target }: CaseContext, seconds: number) => String(Math.floor(target.now('cefi-ws') / 1000) + seconds)

/** A request without credentials, as the documents write it. */
export function openRequest(
  context: CaseContext,
  type: 'SUBSCRIBE' | 'UNSUBSCRIBE',
  { channels, items, secondsOff = 0 }: Terms,
): JsonObject {
  return {
    type: `${type}_NO_AUTH`,
    item_names: [...items],
    channels: [...channels],
    timestamp: at(context, secondsOff),
  }
}

/** A signed request; made here and not by the client, which refuses to send what some probes are about. */
export function signedRequest(
  context: CaseContext,
  type: 'SUBSCRIBE' | 'UNSUBSCRIBE',
  { channels, items, secondsOff = 0 }: Terms,
): JsonObject {
  const { organizationId, keyId, secret } = context.target.hmac()
  const timestamp = at(context, secondsOff)
  const path = context.target.answers['W2'] === 'empty-path' ? '' : new URL(context.target.urls['cefi-ws']).pathname
  const text = `${timestamp}TRUEXWS${keyId}${path}`
  const signature = createHmac('sha256', secret).update(text).digest('base64')
  const credentials = { organization_id: organizationId, key: keyId, signature }
  return { type, item_names: [...items], channels: [...channels], timestamp, ...credentials }
}

export const isOn =
  (channel: Channel, update?: string) =>
  (frame: JsonObject): boolean =>
    frame['channel'] === channel && (update === undefined || frame['update'] === update)

/** Sends a request and waits for its confirmation; null when the socket closes instead, or stays silent. */
export async function confirmed(socket: RawSocket, request: JsonObject | string): Promise<JsonObject | null> {
  socket.send(request)
  return socket.next(isConfirmation, patienceMs)
}

/** How a bad request is answered: one that is taken, or refused twice over, is none of the ways. */
export async function reaction(socket: RawSocket, confirmation: JsonObject | null): Promise<string | null> {
  if (confirmation === null) return socket.closeCode === null ? null : 'close'
  await socket.next(() => false, closingMs)
  return isBad(confirmation) && socket.closeCode === null ? 'status' : noneOfThese
}

/** How soon after its refusal a connection would be closed. */
const closingMs = 100

export const isBad = ({ status }: JsonObject) => status === 'INVALID' || status === 'UNAUTHORIZED' || status === 'ERROR'

/** A quiet feed: it changes when trading in the instrument stops or begins. */
export const instrument = { channels: ['INSTRUMENT'], items: [symbol] } as const

/** Channels that a confirmation lists. */
export function listed(confirmation: JsonObject | null): Json[] {
  const list = confirmation?.['subscriptions']
  return Array.isArray(list) ? list.filter(hasItems).map((one) => member(one, 'channel') ?? null) : []
}

/** A channel without items may stay on the list. */
function hasItems(subscription: Json): boolean {
  const items = member(subscription, 'item_names')
  return !Array.isArray(items) || items.length > 0
}

export const dataOf = (frame: JsonObject | null): JsonObject => (isObject(frame?.['data']) ? frame['data'] : {})

/** Every price of one side; an order book is not sorted by promise. */
export const prices = (side: Json | undefined) =>
  Array.isArray(side) ? side.map((level) => Number(member(level, 'price'))).filter(Number.isFinite) : []
