import { isObject, parseJson } from '../json.ts'
import { type Described, describe, type Fetch } from '../record/fetch.ts'

/** What one run may do to a live account at most, whatever the cases say. */
export type Limits = {
  /** Largest single order or transfer, in units of the quote asset. */
  notional: number
  /** Orders and transfers entered in one run. */
  entries: number
  /** Requests in one second. */
  perSecond: number
}

export const uatLimits: Limits = { notional: 500, entries: 80, perSecond: 5 }

export type GuardTools = {
  now(): number
  wait(ms: number): Promise<void>
  /** Whether somebody has put the kill file there. */
  isStopped(): boolean
}

export class GuardError extends Error {
  override readonly name = 'GuardError'
}

/**
 * Stands between the recorder and a live target. It refuses hosts outside the list, entries above the caps, and everything
 * once the kill file exists; it slows down what comes too fast. Cancellations always pass the caps: they make things smaller.
 */
export function guard(inner: Fetch, hosts: readonly string[], limits: Limits, tools: GuardTools): Fetch {
  let entries = 0
  let next = 0
  return async (input, init) => {
    const request = await describe(input, init)
    const { hostname, protocol } = new URL(request.url)
    if (protocol !== 'https:' || !hosts.includes(hostname))
      throw new GuardError(`${hostname} is not a UAT host; nothing was sent to it`)
    if (isEntry(request)) {
      if (tools.isStopped()) throw new GuardError('the kill file is there: nothing more is entered')
      entries += 1
      if (entries > limits.entries)
        throw new GuardError(`this would be entry ${entries}; a run may make ${limits.entries}`)
      const size = notional(request)
      if (size > limits.notional)
        throw new GuardError(`the entry is worth ${size}; one may be worth ${limits.notional}`)
    }
    const start = Math.max(tools.now(), next)
    next = start + 1000 / limits.perSecond
    if (start > tools.now()) await tools.wait(start - tools.now())
    return inner(input, init)
  }
}

/** Requests that can leave something behind in the account. */
function isEntry({ method, url }: Described): boolean {
  const { pathname } = new URL(url)
  if (method === 'PATCH') return true
  return method === 'POST' && /\/(orders|transfers)(\/[^/]+\/execute)?$/.test(pathname)
}

/** Size of an entry in the quote asset; an amount in base units without a price is taken as if the unit cost 200,000. */
function notional({ requestBody }: Described): number {
  const body = parseJson(requestBody ?? '{}')
  if (!body.ok || !isObject(body.value)) return 0
  const outer = body.value
  const terms = isObject(outer['info']) ? outer['info'] : isObject(outer['request']) ? outer['request'] : outer
  const qty = Number(terms['qty'] ?? terms['new_qty'] ?? terms['amount'] ?? 0)
  if (terms['qty_unit'] === 'quote' || terms['amount'] !== undefined) return qty
  const price = Number(terms['price'] ?? terms['new_price'] ?? highestPrice)
  return qty * price
}

const highestPrice = 200_000
