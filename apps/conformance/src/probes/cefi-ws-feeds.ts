import type { CaseContext } from '../case/context.ts'
import { present } from '../case/present.ts'
import { instrument, orderBody } from '../cases/cefi-rest/market.ts'
import { cancelIfOpen, placeResting, statusBecomes } from '../cases/cefi-rest/place.ts'
import { symbol } from '../cases/cefi-ws/session.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { confirmed, isOn, openRequest, patienceMs, signedRequest } from './cefi-ws-request.ts'
import { member, type Probe, shape } from './probe.ts'

const needs = ['hmacKey'] as const
const depth = { channels: ['DEPTH'], items: [symbol] } as const

const dataOf = (frame: JsonObject | null): JsonObject => (isObject(frame?.['data']) ? frame['data'] : {})

const numberOf = (frame: JsonObject | null): bigint | null => {
  const seqnum = frame?.['seqnum']
  return typeof seqnum === 'string' && /^\d+$/.test(seqnum) ? BigInt(seqnum) : null
}

/** Every price of one side; an order book is not sorted by promise. */
const prices = (side: Json | undefined) =>
  Array.isArray(side) ? side.map((level) => Number(member(level, 'price'))).filter(Number.isFinite) : []

/** The largest price that text of 128 bits can hold: how the publisher's own code writes a side without orders. */
const isSentinel = (price: Json | undefined) => typeof price === 'string' && /^-?1701411834604692317/.test(price)

type Side = { price: Json | undefined; isThere: boolean }

/** Top of book of every instrument, both sides. */
async function everyTop(context: CaseContext): Promise<Side[]> {
  const { data } = await context.cefiRest().listInstruments()
  const items = data.flatMap(({ info }) => (typeof info?.symbol === 'string' ? [info.symbol] : []))
  const socket = await context.connect()
  await confirmed(socket, openRequest('SUBSCRIBE', { channels: ['EBBO'], items }))
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
  await confirmed(socket, openRequest('SUBSCRIBE', { channels: ['DEPTH'], items: [symbol] }))
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

/** Moments at which something arrived, those of one batch taken together. */
function batches(arrivals: readonly number[]): number[] {
  return arrivals.filter((at, index) => index === 0 || at - (arrivals[index - 1] ?? 0) > sameBatchMs)
}

const sameBatchMs = 100

export const cefiWsFeedProbes: Probe[] = [
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
      await confirmed(socket, openRequest('SUBSCRIBE', { channels: ['DEPTH'], items: [symbol] }))
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
        choice: step === 0n ? 'repeat-snapshot-number' : step === 1n ? 'plus-one' : null,
        evidence: `from the snapshot to the first update the number grows by ${step}`,
      }
    },
  },
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
  {
    question: 'W19',
    needs,
    touches: 'trade',
    async run(context) {
      const socket = await context.connect()
      await confirmed(socket, openRequest('SUBSCRIBE', depth))
      const arrivals = () =>
        batches(socket.frames.filter(({ frame }) => isOn('DEPTH', 'UPDATE')(frame)).map(({ at }) => at))
      // Something has to change all the time; a live market does that by itself as well.
      while (arrivals().length < 4 && socket.closeCode === null && !context.signal.aborted) {
        const { id } = await placeResting(context)
        await cancelIfOpen(context, id)
      }
      const times = arrivals()
      const intervals = times.slice(1).map((at, index) => at - (times[index] ?? 0))
      if (intervals.length === 0) return { choice: null, evidence: 'no two batches came' }
      const shortest = Math.min(...intervals)
      return {
        choice: shortest > 750 && shortest < 1_250 ? 'one-second' : 'another-interval',
        evidence: `between batches of DEPTH ${intervals.map((interval) => `${Math.round(interval)} ms`).join(', ')}`,
      }
    },
  },
]
