import { SubscriptionRefusedError } from '@truemarkets/cefi-ws'
import type { CaseContext } from '../case/context.ts'
import { buyAndSell, placeResting } from '../cases/cefi-rest/place.ts'
import { reader, session, symbol } from '../cases/cefi-ws/session.ts'
import type { Probe } from './probe.ts'

const needs = ['hmacKey'] as const

/** Whether a signed subscription over this path is accepted. */
async function accepts(context: CaseContext, signedPath: string): Promise<boolean> {
  try {
    await session(context, { signedPath }).subscribe({ channel: 'INSTRUMENT', items: [symbol] })
    return true
  } catch (cause) {
    if (cause instanceof SubscriptionRefusedError) return false
    throw cause
  }
}

/** The updates that a channel sends within half a second of being subscribed. */
async function opening(
  context: CaseContext,
  channel: 'INSTRUMENT' | 'EBBO' | 'DEPTH' | 'DROPCOPY',
  item: string,
): Promise<string[]> {
  const client = session(context, { resolveSymbols: false })
  const updates: string[] = []
  client.on('message', (message) => {
    if (message.channel === channel) updates.push(message.update)
  })
  await client.subscribe({ channel, items: [item] })
  await new Promise((resolve) => setTimeout(resolve, 500))
  return updates
}

export const cefiWsProbes: Probe[] = [
  {
    question: 'W2',
    needs,
    touches: 'read',
    async run(context) {
      const path = new URL(context.target.urls['cefi-ws']).pathname
      const [withPath, empty] = [await accepts(context, path), await accepts(context, '')]
      const choice = withPath === empty ? null : withPath ? 'url-path' : 'empty-path'
      return {
        choice,
        evidence: `${path}: ${withPath ? 'accepted' : 'refused'}, empty: ${empty ? 'accepted' : 'refused'}`,
      }
    },
  },
  {
    question: 'W4',
    needs,
    touches: 'trade',
    async run(context) {
      await placeResting(context)
      const updates = await opening(context, 'DROPCOPY', context.target.hmac().clientId)
      return {
        choice: updates.includes('SNAPSHOT') ? 'open-orders' : 'none',
        evidence: `with an order open: ${updates.join(', ') || 'nothing'}`,
      }
    },
  },
  {
    question: 'W6',
    needs,
    touches: 'read',
    async run(context) {
      const channels = ['INSTRUMENT', 'EBBO', 'DEPTH'] as const
      const ended: string[] = []
      for (const channel of channels) {
        if ((await opening(context, channel, symbol)).includes('SNAPSHOT_COMPLETE')) ended.push(channel)
      }
      const choice =
        ended.length === 3
          ? 'all-channels'
          : ended.length === 0
            ? 'never'
            : ended.join() === 'DEPTH'
              ? 'depth-only'
              : null
      return { choice, evidence: `SNAPSHOT_COMPLETE on ${ended.join(', ') || 'no channel'}` }
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
      const [trade] = (await trades.until(({ update }) => update === 'UPDATE')).slice(-1)
      const data = trade !== undefined && 'data' in trade ? trade.data : undefined
      return {
        choice: data?.id === undefined ? 'no-id' : 'id-no-snapshot',
        evidence: `members: ${Object.keys(data ?? {}).join(', ')}`,
      }
    },
  },
]
