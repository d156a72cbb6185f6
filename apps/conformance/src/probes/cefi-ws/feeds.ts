import { smallQty } from '../../cases/cefi-rest/market.ts'
import { buyAndSell, cancelIfOpen, modify, placeResting, statusBecomes } from '../../cases/cefi-rest/place.ts'
import { reader, session, symbol } from '../../cases/cefi-ws/session.ts'
import { isObject, type JsonObject } from '../../json.ts'
import { member, noneOfThese, type Probe, shape } from '../probe.ts'
import { confirmed, dataOf, isOn, needs, openRequest, patienceMs, prices, signedRequest } from './request.ts'

const depth = { channels: ['DEPTH'], items: [symbol] } as const

const numberOf = (frame: JsonObject | null): bigint | null => {
  const seqnum = frame?.['seqnum']
  return typeof seqnum === 'string' && /^\d+$/.test(seqnum) ? BigInt(seqnum) : null
}

/** Moments at which something arrived, those of one batch taken together. */
function batches(arrivals: readonly number[]): number[] {
  return arrivals.filter((at, index) => index === 0 || at - (arrivals[index - 1] ?? 0) > sameBatchMs)
}

const sameBatchMs = 100

/** From here on an interval may be several: on a busy machine nothing may have changed in time for a batch between. */
const longMs = 1_250

/**
 * The interval that the others scatter around: one that is late makes one long and the next one short, and the one in the middle
 * is neither.
 */
function usual(intervals: readonly number[]): number {
  const short = intervals.filter((interval) => interval < longMs)
  const telling = (short.length < 3 ? intervals : short).toSorted((a, b) => a - b)
  return telling[Math.floor(telling.length / 2)] ?? 0
}

export const cefiWsFeedProbes: readonly Probe[] = [
  {
    question: 'W3',
    needs,
    touches: 'trade',
    async run(context) {
      const socket = await context.connect()
      const items = [context.target.hmac().clientId]
      await confirmed(socket, signedRequest(context, 'SUBSCRIBE', { channels: ['DROPCOPY'], items }))
      const { id } = await placeResting(context)
      await cancelIfOpen(context, id)
      await socket.next((frame) => member(dataOf(frame), 'status') === 'CANCELED', patienceMs)
      const told = socket.frames.map(({ frame }) => frame).filter(isOn('DROPCOPY', 'UPDATE'))
      if (told.length === 0) return { choice: null, evidence: 'the drop copy stayed silent' }
      const isAsRead = told.every(({ data }) => isObject(data) && ['string', 'undefined'].includes(typeof data['text']))
      const members = new Set(told.flatMap(({ data }) => (isObject(data) ? Object.keys(data) : [shape(data)])))
      return {
        choice: isAsRead ? 'open-object' : 'other',
        evidence: `${told.length} reports with ${[...members].join(', ')}`,
      }
    },
  },
  {
    question: 'W5',
    needs: [],
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      await confirmed(socket, openRequest(context, 'SUBSCRIBE', { channels: ['DEPTH'], items: [symbol] }))
      const snapshot = await socket.next(isOn('DEPTH', 'SNAPSHOT'), patienceMs)
      if (snapshot === null) return { choice: null, evidence: 'no snapshot came' }
      const data = dataOf(snapshot)
      const counts = ['bids', 'asks'].map((side) => `${prices(data[side]).length} ${side}`).join(', ')
      return {
        choice: 'status' in snapshot && !('id' in data) ? 'status-without-id' : 'otherwise',
        evidence: `${shape(snapshot)} with data ${shape(data)}, ${counts}`,
      }
    },
  },
  {
    question: 'W7',
    needs,
    touches: 'trade',
    async run(context) {
      const socket = await context.connect()
      await confirmed(socket, signedRequest(context, 'SUBSCRIBE', depth))
      const snapshot = await socket.next(isOn('DEPTH', 'SNAPSHOT'), patienceMs)
      await placeResting(context)
      const update = await socket.next(isOn('DEPTH', 'UPDATE'), patienceMs)
      const [before, after] = [numberOf(snapshot), numberOf(update)]
      if (before === null || after === null)
        return { choice: null, evidence: 'a snapshot and an update with numbers did not come' }
      const step = after - before
      return {
        choice: step === 0n ? 'repeat-snapshot-number' : step === 1n ? 'plus-one' : noneOfThese,
        evidence: `from the snapshot to the first update the number grows by ${step}`,
      }
    },
  },
  {
    question: 'W8',
    needs,
    touches: 'trade',
    async run(context) {
      const trades = reader(
        await session(context, { resolveSymbols: false }).subscribe({ channel: 'TRADE', items: [symbol] }),
      )
      await buyAndSell(context)
      const read = await trades.until(({ update }) => update === 'UPDATE')
      const trade = read.at(-1)
      const data = trade !== undefined && 'data' in trade ? trade.data : undefined
      const hasSnapshot = read.some(({ update }) => update === 'SNAPSHOT')
      return {
        choice: hasSnapshot ? noneOfThese : data?.id === undefined ? 'no-id' : 'id-no-snapshot',
        evidence: `${hasSnapshot ? 'after a snapshot ' : ''}members: ${Object.keys(data ?? {}).join(', ')}`,
      }
    },
  },
  {
    question: 'W19',
    needs,
    touches: 'trade',
    async run(context) {
      const socket = await context.connect()
      await confirmed(socket, openRequest(context, 'SUBSCRIBE', depth))
      const intervals = () => {
        const times = batches(socket.frames.filter(({ frame }) => isOn('DEPTH', 'UPDATE')(frame)).map(({ at }) => at))
        return times.slice(1).map((at, index) => at - (times[index] ?? 0))
      }
      const isEnough = (seen: readonly number[]) =>
        seen.filter((interval) => interval < longMs).length >= 3 || seen.length >= 6
      const { id, body } = await placeResting(context)
      // Where nothing changed no batch comes, and two intervals look like one: so with every second request the order moves, to
      // where it has not been. A live market changes by itself as well.
      for (let price = Number(body.info.price) - 1; !isEnough(intervals()); price -= 1) {
        if (socket.closeCode !== null || context.signal.aborted) break
        await modify(context, id, smallQty, String(price))
        await statusBecomes(context, id, ['ACTIVE'])
      }
      const seen = intervals()
      if (seen.length === 0) return { choice: null, evidence: 'no two batches came' }
      return {
        choice: usual(seen) > 750 && usual(seen) < longMs ? 'one-second' : 'another-interval',
        evidence: `between batches of DEPTH ${seen.map((interval) => `${Math.round(interval)} ms`).join(', ')}`,
      }
    },
  },
]
