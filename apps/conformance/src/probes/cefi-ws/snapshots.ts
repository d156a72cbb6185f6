import type { CaseContext } from '../../case/context.ts'
import { placeResting } from '../../cases/cefi-rest/place.ts'
import { session, symbol } from '../../cases/cefi-ws/session.ts'
import { noneOfThese, type Probe } from '../probe.ts'
import { needs } from './request.ts'

/** The updates that a channel sends within half a second of being subscribed, or longer on a slow target. */
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
  await new Promise((resolve) => setTimeout(resolve, 500 * context.target.slowness))
  return updates
}

export const cefiWsSnapshotProbes: readonly Probe[] = [
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
      const split: string[] = []
      for (const channel of channels) {
        const updates = await opening(context, channel, symbol)
        if (updates.includes('SNAPSHOT_COMPLETE')) ended.push(channel)
        if (updates.filter((update) => update === 'SNAPSHOT').length > 1) split.push(channel)
      }
      const world =
        ended.length === 3
          ? 'all-channels'
          : ended.length === 0
            ? 'never'
            : ended.join() === 'DEPTH'
              ? 'depth-only'
              : noneOfThese
      const several = split.length === 0 ? '' : `; several SNAPSHOT messages of one item on ${split.join(', ')}`
      return {
        choice: split.length === 0 ? world : noneOfThese,
        evidence: `SNAPSHOT_COMPLETE on ${ended.join(', ') || 'no channel'}${several}`,
      }
    },
  },
]
