import type { Context } from 'hono'
import type { SandboxContext } from '../context.ts'
import type { InstrumentStatus } from '../exchange/types.ts'
import { invalidField } from '../server/api-error.ts'
import type { SandboxApp, SandboxEnv } from '../server/env.ts'
import { parseJsonBody } from '../server/json-body.ts'
import { textAt } from '../server/record.ts'

const STATUSES: readonly InstrumentStatus[] = ['DISABLED', 'OPENING', 'ACTIVE', 'HALTED']

/**
 * The handles on the exchange, beside those of the shell: what a market does of its own accord, and a test must be able to
 * bring about.
 */
export function registerExchangeControl(app: SandboxApp, { exchange }: SandboxContext): void {
  app.post('/sandbox/instruments', (c) => {
    const body = readBody(c)
    const instrument = exchange.findInstrument({ symbol: textAt(body, 'symbol') ?? '' })
    if (instrument === undefined) throw invalidField('symbol', 'must name a listed instrument')
    const status = STATUSES.find((each) => each === textAt(body, 'status'))
    if (status === undefined) throw invalidField('status', `must be one of ${STATUSES.join(', ')}`)
    exchange.setInstrumentStatus(instrument.id, status)
    return c.json({ symbol: instrument.symbol, status })
  })

  app.post('/sandbox/health', (c) => {
    const status = textAt(readBody(c), 'status')
    if (status !== 'healthy' && status !== 'degraded') throw invalidField('status', 'must be healthy or degraded')
    exchange.health = status
    return c.json({ status })
  })
}

function readBody(c: Context<SandboxEnv>): unknown {
  return parseJsonBody(c.get('body'), c.req.header('content-type') ?? null)
}
