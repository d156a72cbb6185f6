import type { CaseContext } from '../../case/context.ts'
import { type Probe, shape } from '../probe.ts'
import { confirmed, instrument, openRequest, patienceMs } from './request.ts'

/** Whether a socket opens at this address and greets. */
async function greets(context: CaseContext, url: string): Promise<boolean> {
  try {
    const socket = await context.connect(url)
    return (await socket.next(({ update }) => update === 'WELCOME', patienceMs)) !== null
  } catch {
    return false
  }
}

export const cefiWsConnectionProbes: readonly Probe[] = [
  {
    question: 'W1',
    needs: [],
    touches: 'read',
    async run(context) {
      const [contract, ...others] = context.target.socketAddresses
      const isThere = contract !== undefined && (await greets(context, contract))
      const greeting: string[] = []
      for (const url of others) if (await greets(context, url)) greeting.push(new URL(url).pathname)
      return {
        choice: isThere ? 'unchanged' : greeting.length > 0 ? 'elsewhere' : null,
        evidence: `the address of the contract ${isThere ? 'greets' : 'does not greet'}; others that do: ${greeting.join(', ') || 'none'}`,
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
      const confirmation = await confirmed(socket, openRequest(context, 'SUBSCRIBE', instrument))
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
