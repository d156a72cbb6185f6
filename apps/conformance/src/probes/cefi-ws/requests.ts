import { SubscriptionRefusedError } from '@truemarkets/cefi-ws'
import { TimeoutError } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { session, symbol } from '../../cases/cefi-ws/session.ts'
import { noneOfThese, type Probe, words } from '../probe.ts'
import { confirmed, instrument, isBad, isOn, listed, needs, openRequest, patienceMs, signedRequest } from './request.ts'

/** Whether a signed subscription over this path is accepted. */
async function accepts(context: CaseContext, signedPath: string): Promise<boolean> {
  try {
    const requestTimeoutMs = patienceMs * context.target.slowness
    await session(context, { signedPath, requestTimeoutMs }).subscribe({ channel: 'INSTRUMENT', items: [symbol] })
    return true
  } catch (cause) {
    // Where a refusal closes the connection (W9), or is not told as one (W11), all that is seen is that no answer comes.
    if (cause instanceof SubscriptionRefusedError || cause instanceof TimeoutError) return false
    throw cause
  }
}

export const cefiWsRequestProbes: readonly Probe[] = [
  {
    question: 'W2',
    needs,
    touches: 'read',
    async run(context) {
      const path = new URL(context.target.urls['cefi-ws']).pathname
      const [withPath, empty] = [await accepts(context, path), await accepts(context, '')]
      const both = withPath ? noneOfThese : null
      const choice = withPath === empty ? both : withPath ? 'url-path' : 'empty-path'
      return {
        choice,
        evidence: `${path}: ${withPath ? 'accepted' : 'not accepted'}, empty: ${empty ? 'accepted' : 'not accepted'}`,
      }
    },
  },
  {
    question: 'W11',
    needs,
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const answers = [
        await confirmed(socket, openRequest(context, 'SUBSCRIBE', instrument)),
        await confirmed(socket, signedRequest(context, 'SUBSCRIBE', { channels: ['EBBO'], items: [symbol] })),
        await confirmed(socket, openRequest(context, 'UNSUBSCRIBE', instrument)),
      ]
      const updates = answers.map((answer) => answer?.['update'])
      const evidence = `to a request, an upgrade and an unsubscription: ${updates.map((update) => words([update])).join(', ')}`
      if (updates.includes('UPDATE')) return { choice: 'on-request', evidence }
      if (updates.includes(undefined)) return { choice: null, evidence }
      return { choice: updates.every((update) => update === 'SNAPSHOT') ? 'not-on-request' : noneOfThese, evidence }
    },
  },
  {
    question: 'W13',
    needs,
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const signed = await confirmed(socket, signedRequest(context, 'SUBSCRIBE', instrument))
      if (signed === null || isBad(signed)) return { choice: null, evidence: 'the signed mode was not taken' }
      const mixed = await confirmed(socket, openRequest(context, 'SUBSCRIBE', { channels: ['EBBO'], items: [symbol] }))
      const after = await confirmed(socket, openRequest(context, 'UNSUBSCRIBE', instrument))
      const evidence = `both modes: ${words(listed(mixed)) || 'nothing'}; after one was taken off in the other mode: ${words(listed(after)) || 'nothing'}`
      if (mixed === null || after === null) return { choice: null, evidence }
      const isMixed = !isBad(mixed) && ['INSTRUMENT', 'EBBO'].every((name) => listed(mixed).includes(name))
      if (!isMixed) return { choice: noneOfThese, evidence }
      return { choice: listed(after).includes('INSTRUMENT') ? 'per-mode' : 'shared', evidence }
    },
  },
  {
    question: 'W14',
    needs,
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const ask = () => confirmed(socket, signedRequest(context, 'SUBSCRIBE', instrument))
      const snapshot = () => socket.next(isOn('INSTRUMENT', 'SNAPSHOT'), patienceMs)
      if ((await ask()) === null || (await snapshot()) === null)
        return { choice: null, evidence: 'the first was not answered' }
      const again = await ask()
      if (again === null || isBad(again))
        return { choice: again === null ? null : noneOfThese, evidence: `the second: ${words([again?.['status']])}` }
      const second = await snapshot()
      return {
        choice: second === null ? 'confirmation-only' : 'new-snapshot',
        evidence: `the second was confirmed, ${second === null ? 'without a snapshot' : 'with a snapshot'}`,
      }
    },
  },
]
