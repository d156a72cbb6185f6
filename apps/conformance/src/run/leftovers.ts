import { NotFoundError } from '@truemarkets/core'
import type { CaseContext } from '../case/context.ts'
import { cancelIfOpen as cancelCefi } from '../cases/cefi-rest/place.ts'
import { cancelIfOpen as cancelGateway } from '../cases/gateway/place.ts'
import { isObject, parseJson } from '../json.ts'
import type { Exchange } from '../record/exchange.ts'
import { count } from '../report/figures.ts'
import { clientIdPrefix } from '../target/client-id-prefix.ts'
import { executeCase, type Open, type Pace } from './execute.ts'

/**
 * Looks once more for orders that the cases left open, and cancels what it finds. At the exchange everything whose client-assigned id
 * is ours counts, also what an earlier run left; at the gateway, which has no such ids, what this run created.
 * @returns a sentence for each kind of order that was found, or for a look that failed; none when all was clean
 */
export async function sweep(exchanges: readonly Exchange[], open: Open, pace: Pace): Promise<string[]> {
  const created = gatewayOrders(exchanges)
  // Where nothing was asked, nothing can be left, and the service may be away.
  const isAsked = exchanges.some(({ api }) => api === 'cefi-rest')
  return [
    ...(isAsked ? await look('cefi-rest', closeCefiOrders, open, pace) : []),
    ...(created.length > 0
      ? await look('gateway', (context, found) => closeGatewayOrders(context, created, found), open, pace)
      : []),
  ]
}

/** What tells the orders of the cases from others, for whoever has to look for them. */
const marks = {
  'cefi-rest': `those whose client-assigned id begins with ${clientIdPrefix}`,
  gateway: 'those of this hour',
}

/** What a look found: how many orders it canceled, and which it could not. */
type Found = { canceled: number; stuck: string[] }

async function look(
  api: 'cefi-rest' | 'gateway',
  close: (context: CaseContext, found: Found) => Promise<void>,
  open: Open,
  pace: Pace,
): Promise<string[]> {
  const found: Found = { canceled: 0, stuck: [] }
  const attempt = (begin: (context: CaseContext) => Promise<void>) => {
    found.stuck = []
    const run = (context: CaseContext) => begin(context).then(() => close(context, found))
    return executeCase({ id: `sweep.${api}`, touches: 'trade', timeoutMs: 120_000, run }, open, pace)
  }
  const first = await attempt(() => Promise.resolve())
  const isDone = first.problem === null && found.stuck.length === 0
  // A service that was asked too much refuses also this, and takes it when it has been left alone.
  const { problem } = isDone ? first : await attempt(({ target }) => target.rest())
  const { canceled, stuck } = found
  return [
    ...(canceled > 0 ? [`${count(canceled, 'order')} left open after their cases (${api}); canceled now`] : []),
    ...(stuck.length > 0 ? [`left open, and not to be canceled (${api}): ${stuck.join(', ')}; look after them`] : []),
    // The message may quote what the service answered.
    ...(problem === null ? [] : [`whether orders were left open could not be seen (${api}): look for ${marks[api]}`]),
  ]
}

async function closeCefiOrders(context: CaseContext, found: Found): Promise<void> {
  if (!context.target.has('hmacKey')) return
  const { data } = await context.cefiRest().listActiveOrders()
  const ours = data.filter(({ external_id }) => external_id?.startsWith(clientIdPrefix) === true)
  for (const { id } of ours) if (id !== undefined) await closeOne(id, () => cancelCefi(context, id), found)
}

/** One that cannot be canceled must not keep the others open. */
async function closeOne(id: string, cancel: () => Promise<unknown>, found: Found): Promise<void> {
  try {
    await cancel()
    found.canceled += 1
  } catch {
    found.stuck.push(id)
  }
}

/** Prepared orders wait for a signature that never comes; they hold nothing and end by themselves. */
const restless = ['pending', 'active', 'cancel_pending']

async function closeGatewayOrders(context: CaseContext, ids: readonly string[], found: Found): Promise<void> {
  for (const id of ids) {
    const status = await statusOf(context, id)
    if (status === undefined || !restless.includes(status)) continue
    await closeOne(id, () => cancelGateway(context, id), found)
  }
}

/** Undefined for an order of another account: the sandbox has several, and each sees its own. */
async function statusOf(context: CaseContext, id: string): Promise<string | undefined> {
  try {
    return (await context.gateway().getOrderStatus({ path: { id } })).status
  } catch (cause) {
    if (cause instanceof NotFoundError) return undefined
    throw cause
  }
}

/** Orders that the gateway said it created. */
function gatewayOrders(exchanges: readonly Exchange[]): string[] {
  return exchanges.flatMap((exchange) => {
    if (exchange.kind !== 'http' || exchange.api !== 'gateway' || exchange.method !== 'POST') return []
    if (!new URL(exchange.url).pathname.endsWith('/orders') || (exchange.response?.status ?? 500) >= 300) return []
    const body = parseJson(exchange.response?.body ?? '')
    const id = body.ok && isObject(body.value) ? body.value['order_id'] : undefined
    return typeof id === 'string' && id !== '' ? [id] : []
  })
}
