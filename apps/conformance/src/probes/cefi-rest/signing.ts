import { createHmac } from 'node:crypto'
import type { CefiRestClientOptions } from '@truemarkets/cefi-rest'
import type { CaseContext } from '../../case/context.ts'
import { timed } from '../../case/promptly.ts'
import { wrongClock } from '../../case/wrong-clock.ts'
import { look, type Probe } from '../probe.ts'
import { current, needs, plain } from './call.ts'

const signings: { choice: string; options: Partial<CefiRestClientOptions> }[] = [
  { choice: 'cefi-rest-full', options: {} },
  { choice: 'cefi-rest-without-prefix', options: { signedPath: 'without-prefix' } },
  { choice: 'cefi-rest-legacy-full', options: { hmacScheme: 'cefi-rest-legacy' } },
  {
    choice: 'cefi-rest-legacy-without-prefix',
    options: { hmacScheme: 'cefi-rest-legacy', signedPath: 'without-prefix' },
  },
]

/** Status of `listClients` over a client that is not what it should be. */
async function statusOf(context: CaseContext, options: Parameters<CaseContext['cefiRest']>[0]): Promise<number> {
  return (await context.cefiRest(options).raw.GET('/clients')).response.status
}

/**
 * How late a request may arrive that is signed three seconds from the edge: both clocks are read in whole seconds, and that of the
 * service is known to a second.
 */
const edgeMs = 1_000

/** Signs a request of the older paths, whose scheme has a user-id header; `spellings` are those that are sent. */
async function legacyRead(context: CaseContext, spellings: readonly string[]): Promise<number> {
  const { clientId, keyId, secret } = context.target.hmac()
  const timestamp = String(Math.floor(context.target.now('cefi-rest') / 1000))
  const signature = createHmac('sha256', secret).update(`${timestamp}GET/api/v1/clients`).digest('base64')
  const headers = {
    ...current,
    'x-truex-auth-timestamp': timestamp,
    'x-truex-auth-signature': signature,
    'x-truex-auth-token': keyId,
    ...Object.fromEntries(spellings.map((spelling) => [`x-truex-auth-${spelling}`, clientId])),
  }
  return (await look(context.send('cefi-rest', 'GET', '../../api/v1/clients', undefined, headers))).status
}

export const cefiRestSigningProbes: readonly Probe[] = [
  {
    question: 'R3',
    needs,
    touches: 'read',
    async run(context) {
      const statuses: string[] = []
      for (const { choice, options } of signings) {
        const { status } = await plain(context.cefiRest(options).raw.GET('/clients'))
        statuses.push(`${choice} ${status}`)
        if (status !== 200) continue
        if (choice !== 'cefi-rest-full') return { choice, evidence: statuses.join(', ') }
        const query = { params: { query: { size: 1 } } }
        const without = await plain(context.cefiRest(options).raw.GET('/orders/list', query))
        const withQuery = await plain(context.cefiRest({ ...options, signQuery: true }).raw.GET('/orders/list', query))
        statuses.push(`query unsigned ${without.status}, signed ${withQuery.status}`)
        const both =
          without.status === 200 ? 'cefi-rest-full' : withQuery.status === 200 ? 'cefi-rest-full-with-query' : null
        return { choice: both, evidence: statuses.join(', ') }
      }
      return { choice: null, evidence: statuses.join(', ') }
    },
  },
  {
    question: 'R14',
    needs,
    touches: 'read',
    async run(context) {
      const seen: string[] = []
      const accepts = async (seconds: number) => {
        const clock = wrongClock(seconds, () => context.target.now('cefi-rest'))
        const asking = () => statusOf(context, { clock })
        const { value: status, isPrompt } = await timed(context, edgeMs, asking)
        seen.push(`${seconds > 0 ? '+' : ''}${seconds} s ${status}${isPrompt ? '' : ', too late to tell'}`)
        if (!isPrompt) return null
        return status === 200 ? true : status === 401 ? false : null
      }
      // A key that is refused with the right clock is not refused for its clock.
      if ((await accepts(0)) !== true) return { choice: null, evidence: seen.join(', ') }
      // The older scheme, where it is the one that works (R3), takes a second from the future.
      const isLegacy = context.target.answers['R3']?.startsWith('cefi-rest-legacy') === true
      const inside = [await accepts(-12), ...(isLegacy ? [] : [await accepts(12)])]
      const outside = [await accepts(-18), await accepts(isLegacy ? 4 : 18)]
      const isKnown = [...inside, ...outside].every((accepted) => accepted !== null)
      const isAsAdopted =
        inside.every((accepted) => accepted === true) && outside.every((accepted) => accepted === false)
      return { choice: !isKnown ? null : isAsAdopted ? 'fifteen-seconds' : 'another-window', evidence: seen.join(', ') }
    },
  },
  {
    question: 'R15',
    needs,
    touches: 'read',
    async run(context) {
      const none = await legacyRead(context, [])
      const plain = await legacyRead(context, ['userid'])
      const dashed = await legacyRead(context, ['user-id'])
      const isAsked = [none, plain, dashed].every((status) => status === 200 || status === 401)
      const choice = !isAsked
        ? null
        : none === 200
          ? 'not-needed'
          : plain === 200
            ? dashed === 200
              ? 'either'
              : 'userid'
            : dashed === 200
              ? 'user-id'
              : null
      return { choice, evidence: `on /api/v1: without ${none}, userid ${plain}, user-id ${dashed}` }
    },
  },
]
