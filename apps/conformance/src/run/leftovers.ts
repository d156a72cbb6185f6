import { NotFoundError } from '@truemarkets/core'
import type { CaseContext } from '../case/context.ts'
import type { Case } from '../case/define.ts'
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
  return [
    ...(await look('cefi-rest', closeCefiOrders, open, pace)),
    ...(created.length > 0 ? await look('gateway', (context) => closeGatewayOrders(context, created), open, pace) : []),
  ]
}

async function look(
  api: 'cefi-rest' | 'gateway',
  close: (context: CaseContext) => Promise<number>,
  open: Open,
  pace: Pace,
): Promise<string[]> {
  let left = 0
  const run = async (context: CaseContext) => {
    left = await close(context)
  }
  const { problem } = await executeCase(asCase(api, run), open, pace)
  // The message may quote what the service answered.
  if (problem !== null) return [`whether orders were left open could not be seen (${api})`]
  return left > 0 ? [`${count(left, 'order')} left open after their cases (${api}); canceled now`] : []
}

async function closeCefiOrders(context: CaseContext): Promise<number> {
  if (!context.target.has('hmacKey')) return 0
  const { data } = await context.cefiRest().listActiveOrders()
  const ours = data.filter(({ external_id }) => external_id?.startsWith(clientIdPrefix) === true)
  for (const { id } of ours) if (id !== undefined) await cancelCefi(context, id)
  return ours.length
}

/** Prepared orders wait for a signature that never comes; they hold nothing and end by themselves. */
const restless = ['pending', 'active', 'cancel_pending']

async function closeGatewayOrders(context: CaseContext, ids: readonly string[]): Promise<number> {
  let left = 0
  for (const id of ids) {
    const status = await statusOf(context, id)
    if (status === undefined || !restless.includes(status)) continue
    left += 1
    await cancelGateway(context, id)
  }
  return left
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

function asCase(id: string, run: (context: CaseContext) => Promise<void>): Case {
  return {
    id: `sweep.${id}`,
    title: 'nothing is left behind',
    api: 'cefi-rest',
    covers: [],
    refuses: [],
    needs: [],
    touches: 'trade',
    permutation: {},
    exclusive: true,
    timeoutMs: 60_000,
    run,
  }
}
