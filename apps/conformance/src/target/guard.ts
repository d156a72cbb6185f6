import { isObject, parseJson } from '../json.ts'
import type { HttpRequest } from '../record/exchange.ts'
import { describe, type Fetch } from '../record/fetch.ts'
import { clientIdPrefix } from './client-id-prefix.ts'

/** What one run may do to a live account at most, whatever the cases say. */
export type Limits = {
  /** Largest single order or transfer, in units of the quote asset. */
  notional: number
  /** Orders, transfers and changes entered in one run; null where a run may only read. */
  entries: number | null
  /** Requests in one second. */
  perSecond: number
}

export type GuardTools = {
  now(): number
  wait(ms: number): Promise<void>
  /** Whether somebody has put the kill file there. */
  isStopped(): boolean
}

class GuardError extends Error {
  override readonly name = 'GuardError'
}

/**
 * Stands between the recorder and a live target. It refuses addresses outside the list, entries above the caps, and every
 * entry once the kill file exists; it slows down what comes too fast, and follows no redirect. Cancellations pass the caps:
 * they make things smaller.
 */
export function guard(inner: Fetch, origins: readonly string[], limits: Limits, tools: GuardTools): Fetch {
  let entries = 0
  let next = 0
  return async (input, init) => {
    const request = await describe(input, init)
    refuseForeign(request.url, origins)
    const purpose = purposeOf(request)
    if (limits.entries === null && purpose !== 'read')
      throw new GuardError(`${request.method} may change something, and this target is only read`)
    if (purpose === 'entry') {
      if (tools.isStopped()) throw new GuardError('the kill file is there: nothing more is entered')
      refuseUnmarked(request)
      const size = notional(request)
      // The other way round NaN would pass.
      if (!(size <= limits.notional))
        throw new GuardError(`the entry is worth ${size}; one may be worth ${limits.notional}`)
      entries += 1
      if (limits.entries !== null && entries > limits.entries)
        throw new GuardError(`this would be entry ${entries}; a run may make ${limits.entries}`)
    }
    const start = Math.max(tools.now(), next)
    next = start + 1000 / limits.perSecond
    if (start > tools.now()) await tools.wait(start - tools.now())
    return inner(input, { ...init, redirect: 'manual' })
  }
}

/** Throws for an address whose scheme, host and port are not on the list, as `https://api.uat.truex.co`. */
export function refuseForeign(url: string, origins: readonly string[]): void {
  const { protocol, host } = new URL(url)
  if (!origins.includes(`${protocol}//${host}`))
    throw new GuardError(`${protocol}//${host} is not an address of this target; nothing was sent to it`)
}

/** Requests that a method alone would take for changes: they compute a price, or trade a challenge or a token for a token. */
const readingPosts = /\/(quotes|markets?\/quote|api-key\/token|token\/refresh)$/
const cancellingPosts = /\/orders\/[^/]+\/cancel(\/execute)?$/

/** What a request may leave behind. Whatever is not known to be harmless is an entry. */
function purposeOf({ method, url }: HttpRequest): 'read' | 'cancel' | 'entry' {
  const { pathname } = new URL(url)
  if (method === 'GET' || method === 'HEAD') return 'read'
  if (method === 'POST' && readingPosts.test(pathname)) return 'read'
  return method === 'DELETE' || (method === 'POST' && cancellingPosts.test(pathname)) ? 'cancel' : 'entry'
}

/** An order that names itself must name itself as ours, so that whoever finds it knows where it came from. */
function refuseUnmarked({ requestBody }: HttpRequest): void {
  const body = parseJson(requestBody ?? '{}')
  const id = body.ok && isObject(body.value) ? body.value['external_id'] : undefined
  if (id !== undefined && !(typeof id === 'string' && id.startsWith(clientIdPrefix)))
    throw new GuardError(`the client-assigned id of an order must begin with ${clientIdPrefix}`)
}

/** Size of an entry in the quote asset. Where neither a price nor dollars are named, a unit counts as the dearest there is. */
function notional({ requestBody }: HttpRequest): number {
  const body = parseJson(requestBody ?? '{}')
  if (!body.ok || !isObject(body.value)) return Number.POSITIVE_INFINITY
  const outer = body.value
  const terms = isObject(outer['info']) ? outer['info'] : isObject(outer['request']) ? outer['request'] : outer
  const qty = Math.abs(Number(terms['qty'] ?? terms['new_qty'] ?? terms['amount'] ?? 0))
  if (terms['qty_unit'] === 'quote') return qty
  return qty * Math.abs(Number(terms['price'] ?? terms['new_price'] ?? highestPrice))
}

const highestPrice = 200_000
