import { symbol } from '../../cases/cefi-ws/session.ts'
import type { JsonObject } from '../../json.ts'
import type { RawSocket } from '../../record/socket.ts'
import { noneOfThese, type Probe, words } from '../probe.ts'
import { confirmed, instrument, isBad, listed, needs, openRequest, reaction, signedRequest } from './request.ts'

/** What came back, in a word: the status, the close, or both. */
function answerOf({ closeCode }: RawSocket, confirmation: JsonObject | null): string {
  const said = confirmation === null ? [] : [words([confirmation['status']])]
  return [...said, ...(closeCode === null ? [] : [`closed with ${closeCode}`])].join(', ') || 'nothing'
}

export const cefiWsRefusalProbes: readonly Probe[] = [
  {
    question: 'W9',
    needs,
    touches: 'read',
    async run(context) {
      const { keyId } = context.target.hmac()
      const good = () => signedRequest(context, 'SUBSCRIBE', instrument)
      const requests: Record<string, JsonObject | string> = {
        'wrong signature': { ...good(), signature: Buffer.from(keyId.slice(0, 32).padEnd(32)).toString('base64') },
        '60 s old': signedRequest(context, 'SUBSCRIBE', { ...instrument, secondsOff: -60 }),
        '5 s ahead': signedRequest(context, 'SUBSCRIBE', { ...instrument, secondsOff: 5 }),
        'unknown symbol': signedRequest(context, 'SUBSCRIBE', { channels: ['INSTRUMENT'], items: ['NO-SUCH'] }),
        'broken JSON': '{"type":',
      }
      const seen: { name: string; how: string | null; told: string }[] = []
      for (const [name, request] of Object.entries(requests)) {
        const socket = await context.connect()
        const confirmation = await confirmed(socket, request)
        const how = await reaction(socket, confirmation)
        seen.push({ name, how, told: answerOf(socket, confirmation) })
      }
      const [way = null, ...others] = new Set(seen.map(({ how }) => how))
      return {
        choice: others.length === 0 ? way : [way, ...others].includes(null) ? null : noneOfThese,
        evidence: seen.map(({ name, told }) => `${name}: ${told}`).join('; '),
      }
    },
  },
  {
    question: 'W10',
    needs,
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const items = [context.target.hmac().clientId]
      const confirmation = await confirmed(socket, openRequest(context, 'SUBSCRIBE', { channels: ['DROPCOPY'], items }))
      const how = await reaction(socket, confirmation)
      return {
        choice: listed(confirmation).includes('DROPCOPY') ? noneOfThese : how,
        evidence: `${answerOf(socket, confirmation)}; subscribed: ${words(listed(confirmation)) || 'nothing'}`,
      }
    },
  },
  {
    question: 'W15',
    needs: [],
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const confirmation = await confirmed(
        socket,
        openRequest(context, 'SUBSCRIBE', { channels: ['INSTRUMENT'], items: [] }),
      )
      const evidence = answerOf(socket, confirmation)
      const isRefused = confirmation === null ? socket.closeCode !== null : isBad(confirmation)
      if (isRefused) return { choice: 'refused', evidence }
      return { choice: confirmation === null ? null : 'accepted', evidence }
    },
  },
  {
    question: 'W20',
    needs: [],
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const items = [symbol, 'NO-SUCH']
      const confirmation = await confirmed(
        socket,
        openRequest(context, 'SUBSCRIBE', { channels: ['INSTRUMENT'], items }),
      )
      const isOn = listed(confirmation).includes('INSTRUMENT')
      const isRefused = confirmation === null ? socket.closeCode !== null : isBad(confirmation) && !isOn
      const evidence = `${answerOf(socket, confirmation)}; subscribed: ${words(listed(confirmation)) || 'nothing'}`
      if (isRefused) return { choice: 'all-refused', evidence }
      if (confirmation === null) return { choice: null, evidence }
      return { choice: isOn ? 'known-subscribed' : noneOfThese, evidence }
    },
  },
]
