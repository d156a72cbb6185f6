import type { CaseContext } from '../../case/context.ts'
import { present } from '../../case/present.ts'
import { instrument, orderBody } from '../../cases/cefi-rest/market.ts'
import { statusBecomes } from '../../cases/cefi-rest/place.ts'
import type { Json } from '../../json.ts'
import { member, type Probe } from '../probe.ts'
import { confirmed, dataOf, isOn, needs, openRequest, patienceMs, prices } from './request.ts'

/** The largest price that text of 128 bits can hold: how the publisher's own code writes a side without orders. */
const isSentinel = (price: Json | undefined) => typeof price === 'string' && /^-?1701411834604692317/.test(price)

type Side = { price: Json | undefined; isThere: boolean }

/** Top of book of every instrument, both sides. */
async function everyTop(context: CaseContext): Promise<Side[]> {
  const { data } = await context.cefiRest().listInstruments()
  const items = data.flatMap(({ info }) => (typeof info?.symbol === 'string' ? [info.symbol] : []))
  const socket = await context.connect()
  await confirmed(socket, openRequest(context, 'SUBSCRIBE', { channels: ['EBBO'], items }))
  const sides: Side[] = []
  for (let read = 0; read < items.length; read += 1) {
    const info = member(dataOf(await socket.next(isOn('EBBO', 'SNAPSHOT'), patienceMs)), 'info')
    if (info === undefined) continue
    for (const name of ['best_bid', 'best_ask'])
      sides.push({ price: member(member(info, name), 'price'), isThere: member(info, name) !== undefined })
  }
  return sides
}

/** On the sandbox no side is empty by itself: this takes every offer of one book. */
async function takeEveryOffer(context: CaseContext, symbol: string): Promise<void> {
  const { id } = await instrument(context, symbol)
  const socket = await context.connect()
  await confirmed(socket, openRequest(context, 'SUBSCRIBE', { channels: ['DEPTH'], items: [symbol] }))
  const asks = dataOf(await socket.next(isOn('DEPTH', 'SNAPSHOT'), patienceMs))['asks']
  const highest = Math.max(...prices(asks))
  const sizes = Array.isArray(asks) ? asks.map((level) => Number(member(level, 'qty'))) : []
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const body = orderBody(context, id, { side: 'BUY', type: 'LIMIT', tif: 'IOC', price: String(highest) })
  const { id: order } = await context
    .cefiRest()
    .createOrder({ body: { ...body, info: { ...body.info, qty: total.toFixed(4) } } })
  await statusBecomes(context, present(order, 'id'), ['FILLED', 'CANCELED'])
}

export const cefiWsSentinelProbes: readonly Probe[] = [
  {
    question: 'W18',
    needs,
    touches: 'trade',
    async run(context) {
      if (context.target.sandbox !== null) await takeEveryOffer(context, 'SOL-PYUSD')
      const sides = await everyTop(context)
      const sentinels = sides.filter(({ price }) => isSentinel(price)).length
      const absent = sides.filter(({ isThere }) => !isThere).length
      return {
        choice: sentinels > 0 ? 'sentinel' : absent > 0 ? 'absent' : null,
        evidence: `of ${sides.length} sides ${sentinels} have a sentinel price, ${absent} are not there`,
      }
    },
  },
]
