import type { CaseContext } from '../../case/context.ts'
import { restingBody } from '../../cases/cefi-rest/market.ts'
import { isObject, type Json } from '../../json.ts'
import { first, member } from '../probe.ts'

export const needs = ['hmacKey'] as const
export const current = { 'X-Truex-Version': 'v2026_01_23' }

/** The data or the error of one call over the plain client, as it came, and its status. */
export async function plain(call: Promise<{ data?: unknown; error?: unknown; response: { status: number } }>) {
  const { data, error, response } = await call
  return { status: response.status, body: (data ?? error) as Json | undefined }
}

export const rowsOf = (body: Json | undefined) => {
  const rows = member(body, 'data')
  return Array.isArray(rows) ? rows.filter(isObject) : []
}

/** How one single object is wrapped. */
export function wrapping(body: Json | undefined): 'object' | 'array-of-one' | 'bare' | null {
  const data = member(body, 'data')
  if (data === undefined) return isObject(body) ? 'bare' : null
  return Array.isArray(data) ? 'array-of-one' : 'object'
}

/** One resting order; it is canceled after the probe. Where it is refused, what was to be asked about it cannot be. */
export async function place(context: CaseContext) {
  const entered = await restingBody(context)
  const placed = await enter(context, entered)
  if (placed.id === '') throw new Error(`the order to ask about was answered with ${placed.status}`)
  return { entered, ...placed }
}

/** Enters an order and cancels it after the probe, however it is wrapped; without an id where it was refused. */
export async function enter(context: CaseContext, body: Awaited<ReturnType<typeof restingBody>>) {
  const seen = await plain(context.cefiRest().raw.POST('/orders', { body }))
  const data = member(seen.body, 'data')
  const order = first(seen.body) ?? (isObject(data) ? data : isObject(seen.body) ? seen.body : {})
  const id = typeof order['id'] === 'string' ? order['id'] : ''
  if (id !== '') context.defer(() => context.cefiRest().cancelOrder({ path: { ref_id: id } }))
  return { ...seen, id, order }
}
