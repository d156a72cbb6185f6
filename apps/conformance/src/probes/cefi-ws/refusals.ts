import { symbol } from '../../cases/cefi-ws/session.ts'
import type { Json, JsonObject } from '../../json.ts'
import { type Probe, words } from '../probe.ts'
import { confirmed, instrument, isBad, listed, needs, openRequest, reaction, signedRequest } from './request.ts'

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
      const seen: { name: string; how: 'status' | 'close' | null; status: Json | undefined }[] = []
      for (const [name, request] of Object.entries(requests)) {
        const socket = await context.connect()
        const confirmation = await confirmed(socket, request)
        seen.push({ name, how: reaction(socket, confirmation), status: confirmation?.['status'] })
      }
      const ways = new Set(seen.map(({ how }) => how))
      const tell = seen.map(
        ({ name, how, status }) => `${name}: ${how === 'status' ? words([status]) : (how ?? 'nothing')}`,
      )
      return {
        choice: ways.size === 1 ? (seen[0]?.how ?? null) : ways.has('close') ? 'close' : null,
        evidence: tell.join('; '),
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
      const confirmation = await confirmed(socket, openRequest('SUBSCRIBE', { channels: ['DROPCOPY'], items }))
      const status = confirmation === null ? `closed with ${socket.closeCode}` : words([confirmation['status']])
      return {
        choice: listed(confirmation).includes('DROPCOPY') ? null : reaction(socket, confirmation),
        evidence: `${status}; subscribed: ${words(listed(confirmation)) || 'nothing'}`,
      }
    },
  },
  {
    question: 'W15',
    needs: [],
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const confirmation = await confirmed(socket, openRequest('SUBSCRIBE', { channels: ['INSTRUMENT'], items: [] }))
      const choice =
        confirmation === null
          ? socket.closeCode === null
            ? null
            : 'refused'
          : isBad(confirmation)
            ? 'refused'
            : 'accepted'
      return {
        choice,
        evidence: confirmation === null ? `closed with ${socket.closeCode}` : words([confirmation['status']]),
      }
    },
  },
  {
    question: 'W20',
    needs: [],
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const items = [symbol, 'NO-SUCH']
      const confirmation = await confirmed(socket, openRequest('SUBSCRIBE', { channels: ['INSTRUMENT'], items }))
      const isOn = listed(confirmation).includes('INSTRUMENT')
      const isRefused = confirmation === null ? socket.closeCode !== null : isBad(confirmation) && !isOn
      return {
        choice: isRefused ? 'all-refused' : isOn ? 'known-subscribed' : null,
        evidence: `${confirmation === null ? `closed with ${socket.closeCode}` : words([confirmation['status']])}; subscribed: ${words(listed(confirmation)) || 'nothing'}`,
      }
    },
  },
]
