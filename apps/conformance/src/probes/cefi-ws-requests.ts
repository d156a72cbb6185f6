import type { CaseContext } from '../case/context.ts'
import { symbol } from '../cases/cefi-ws/session.ts'
import type { Json, JsonObject } from '../json.ts'
import { confirmed, isBad, isOn, openRequest, patienceMs, reaction, signedRequest } from './cefi-ws-request.ts'
import { member, type Probe, shape, words } from './probe.ts'

const needs = ['hmacKey'] as const
const instrument = { channels: ['INSTRUMENT'], items: [symbol] } as const

/** Channels that a confirmation lists. */
function listed(confirmation: JsonObject | null): Json[] {
  const list = confirmation?.['subscriptions']
  return Array.isArray(list) ? list.filter(hasItems).map((one) => member(one, 'channel') ?? null) : []
}

/** A channel without items may stay on the list. */
function hasItems(subscription: Json): boolean {
  const items = member(subscription, 'item_names')
  return !Array.isArray(items) || items.length > 0
}

/** Whether a socket opens at this address and greets. */
async function greets(context: CaseContext, url: string): Promise<boolean> {
  try {
    const socket = await context.connect(url)
    return (await socket.next(({ update }) => update === 'WELCOME', patienceMs)) !== null
  } catch {
    return false
  }
}

export const cefiWsRequestProbes: Probe[] = [
  {
    question: 'W1',
    needs: [],
    touches: 'read',
    async run(context) {
      const { urls, otherSockets } = context.target
      const isThere = await greets(context, urls['cefi-ws'])
      const others: string[] = []
      for (const url of otherSockets) if (await greets(context, url)) others.push(new URL(url).pathname)
      return {
        choice: isThere ? 'unchanged' : others.length > 0 ? 'elsewhere' : null,
        evidence: `the address in use ${isThere ? 'greets' : 'does not greet'}; others that do: ${others.join(', ') || 'none'}`,
      }
    },
  },
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
    question: 'W11',
    needs,
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const answers = [
        await confirmed(socket, openRequest('SUBSCRIBE', instrument)),
        await confirmed(socket, signedRequest(context, 'SUBSCRIBE', { channels: ['EBBO'], items: [symbol] })),
        await confirmed(socket, openRequest('UNSUBSCRIBE', instrument)),
      ]
      const updates = answers.map((answer) => answer?.['update'])
      return {
        choice: updates.includes('UPDATE')
          ? 'on-request'
          : updates.every((update) => update === 'SNAPSHOT')
            ? 'not-on-request'
            : null,
        evidence: `to a request, an upgrade and an unsubscription: ${updates.map((update) => words([update])).join(', ')}`,
      }
    },
  },
  {
    question: 'W12',
    needs: [],
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      const welcome = await socket.next(({ update }) => update === 'WELCOME', patienceMs)
      const confirmation = await confirmed(socket, openRequest('SUBSCRIBE', instrument))
      if (welcome === null || confirmation === null) return { choice: null, evidence: 'no greeting or no confirmation' }
      const { timestamp } = confirmation
      const isNanoseconds = typeof timestamp === 'string' && /^\d{19}$/.test(timestamp)
      const isAsRead = typeof welcome['datetime'] === 'string' && !('timestamp' in welcome) && isNanoseconds
      const form =
        typeof welcome['datetime'] === 'string' ? welcome['datetime'].replaceAll(/\d/g, '0').slice(0, 40) : ''
      return {
        choice: isAsRead ? 'as-read' : 'otherwise',
        evidence: `welcome ${shape(welcome)}, datetime ${form || 'not text'}; confirmation.timestamp ${typeof timestamp === 'string' ? `${timestamp.length} characters` : shape(timestamp)}`,
      }
    },
  },
  {
    question: 'W13',
    needs,
    touches: 'read',
    async run(context) {
      const socket = await context.connect()
      await confirmed(socket, signedRequest(context, 'SUBSCRIBE', instrument))
      const mixed = await confirmed(socket, openRequest('SUBSCRIBE', { channels: ['EBBO'], items: [symbol] }))
      const after = await confirmed(socket, openRequest('UNSUBSCRIBE', instrument))
      const isMixed =
        mixed !== null && !isBad(mixed) && ['INSTRUMENT', 'EBBO'].every((name) => listed(mixed).includes(name))
      return {
        choice: !isMixed || after === null ? null : listed(after).includes('INSTRUMENT') ? 'per-mode' : 'shared',
        evidence: `both modes: ${words(listed(mixed)) || 'nothing'}; after one was taken off in the other mode: ${words(listed(after)) || 'nothing'}`,
      }
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
      if (again === null || isBad(again)) return { choice: null, evidence: `the second: ${words([again?.['status']])}` }
      const second = await snapshot()
      return {
        choice: second === null ? 'confirmation-only' : 'new-snapshot',
        evidence: `the second was confirmed, ${second === null ? 'without a snapshot' : 'with a snapshot'}`,
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
    question: 'W16',
    needs: [],
    touches: 'read',
    async run(context) {
      const counts: string[] = []
      for (let opened = 0; opened < 3; opened += 1) {
        const socket = await context.connect().catch(() => null)
        const welcome = (await socket?.next(({ update }) => update === 'WELCOME', patienceMs)) ?? null
        if (welcome === null)
          return { choice: opened === 0 ? null : 'fewer', evidence: `connection ${opened + 1} was not greeted` }
        counts.push(typeof welcome['connections'] === 'string' ? welcome['connections'] : shape(welcome['connections']))
      }
      return { choice: 'three-at-once', evidence: `connections: ${counts.join(', ')}` }
    },
  },
]
