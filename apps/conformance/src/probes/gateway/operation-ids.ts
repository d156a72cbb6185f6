import type { GatewayClient } from '@truemarkets/gateway'
import type { CaseContext } from '../../case/context.ts'
import { isObject, type Json } from '../../json.ts'
import { type Probe, type Seen, words } from '../probe.ts'
import { get, needs, post } from './call.ts'

type Operation = { name: keyof GatewayClient; title: string; perform: (context: CaseContext) => Promise<Seen> }

/** The operations whose names no document prints, each under the name we adopted. Nobody's order has a random id. */
const operations: readonly Operation[] = [
  {
    name: 'getOrder',
    title: 'GET /orders/{id}',
    perform: (context) => get(context, `/orders/${context.random.uuid()}`),
  },
  { name: 'getPortfolio', title: 'GET /portfolio', perform: (context) => get(context, '/portfolio') },
  { name: 'listTransactions', title: 'GET /transactions', perform: (context) => get(context, '/transactions?limit=1') },
  {
    name: 'executeCancelOrder',
    title: 'POST /orders/{id}/cancel/execute',
    perform: (context) => post(context, `/orders/${context.random.uuid()}/cancel/execute`, {}),
  },
]

/** Every member of a body that holds text, however deep. */
function texts(body: Json | undefined): [string, string][] {
  if (Array.isArray(body)) return body.flatMap(texts)
  if (!isObject(body)) return []
  return Object.entries(body).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : texts(value),
  )
}

/** What an answer calls its operation: the adopted name anywhere in it, else the word after a name that speaks of an operation. */
function toldName({ headers, body }: Seen, adopted: string): string | null {
  const said = [...headers, ...texts(body)].map(([name, text]) => `${name}=${text}`)
  if (said.some((text) => new RegExp(`\\b${adopted}\\b`).test(text))) return adopted
  const names = said.map((text) => /operation[\w-]*=([A-Za-z][\w.-]*)\)?$/i.exec(text)?.[1])
  return names.find((name) => name !== undefined) ?? null
}

export const gatewayOperationIdProbes: readonly Probe[] = [
  {
    question: 'G7',
    needs,
    touches: 'trade',
    async run(context) {
      const told: (string | null)[] = []
      const evidence: string[] = []
      for (const { name, title, perform } of operations) {
        const seen = await perform(context)
        const called = toldName(seen, name)
        told.push(called)
        evidence.push(`${title} ${seen.status} ${called === null ? 'gives no name' : `is called ${words([called])}`}`)
      }
      const isAdopted = (called: string | null, at: number) => called === operations[at]?.name
      const choice = told.every(isAdopted)
        ? 'adopted-names'
        : told.some((called, at) => called !== null && !isAdopted(called, at))
          ? 'other-names'
          : null
      return { choice, evidence: evidence.join('; ') }
    },
  },
]
