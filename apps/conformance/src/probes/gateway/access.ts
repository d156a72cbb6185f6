import { apiKey } from '@truemarkets/core'
import { pair } from '../../cases/gateway/market.ts'
import { look, noneOfThese, noOrganizationKey, type Probe, tell, unforeseen } from '../probe.ts'
import { get, needs } from './call.ts'

export const gatewayAccessProbes: readonly Probe[] = [
  {
    question: 'G1',
    needs: [],
    touches: 'read',
    async run(context) {
      const quote = await look(
        context.send('gateway', 'POST', '/quotes', { ...pair, side: 'buy', qty: '100', qty_unit: 'quote' }),
      )
      const assets = await look(context.send('gateway', 'GET', '/assets'))
      const statuses = [quote.status, assets.status]
      const isTold = statuses.every((status) => status === 200 || status === 401)
      const isSame = new Set(statuses).size === 1
      const choice = !isTold ? null : !isSame ? noneOfThese : quote.status === 200 ? 'optional' : 'required'
      return { choice, evidence: `quotes ${tell(quote)}; assets ${tell(assets)}` }
    },
  },
  {
    question: 'G19',
    needs,
    touches: 'read',
    async run(context) {
      const plain = await get(context, '/balances')
      const seen = await get(context, '/balances', { 'TM-On-Behalf-Of': context.random.uuid() })
      // 403 is not documented for every operation, so any refusal that only the header explains counts; 429 has another reason.
      const isRefused = plain.status === 200 && seen.status >= 400 && seen.status < 500 && seen.status !== 429
      const choice = seen.status === 200 ? 'ignored' : isRefused ? 'forbidden' : null
      return { choice, evidence: `without ${tell(plain)}, with ${tell(seen)}` }
    },
  },
  {
    question: 'G20',
    needs: [],
    touches: 'read',
    async run(context) {
      const keyFile = context.target.organizationKeyFile()
      if (keyFile === null) return { choice: null, evidence: noOrganizationKey }
      const key = apiKey(keyFile)
      const timestamp = Math.floor(context.target.now('auth') / 1000)
      const body = { key_id: key.keyId, timestamp, signature: key.signChallenge(timestamp) }
      const seen = await look(context.send('auth', 'POST', '/api-key/token', body))
      const choice =
        seen.status === 200 ? 'on-uat' : seen.status === 401 || seen.status === 403 ? 'not-on-uat' : unforeseen(seen)
      return { choice, evidence: `an exchange of an organization key: ${tell(seen)}` }
    },
  },
  {
    question: 'G24',
    needs: [],
    touches: 'read',
    async run(context) {
      const keyFile = context.target.organizationKeyFile()
      if (keyFile === null) return { choice: null, evidence: noOrganizationKey }
      const { tokens } = context.auth({ auth: apiKey(keyFile) })
      const authorization = `Bearer ${await tokens.token()}`
      // An order of no account, so that nothing can be submitted.
      const path = `/orders/${context.random.uuid()}/execute`
      const body = { signatures: ['none'], auth_type: 'api_key' }
      const seen = await look(context.send('gateway', 'POST', path, body, { authorization }))
      const choices: Readonly<Record<number, string>> = { 401: 'unauthenticated', 403: 'forbidden', 404: 'own-account' }
      return { choice: choices[seen.status] ?? unforeseen(seen), evidence: `an execution for nobody: ${tell(seen)}` }
    },
  },
]
