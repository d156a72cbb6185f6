import { callCefi, type Reply } from './cefi-caller.ts'
import { assertClean, type CefiSandbox, startCefiSandbox } from './cefi-sandbox.ts'
import { connect, type WsClient } from './ws-client.ts'

export const BTC = '78901949723181070'
export const SYMBOL = 'BTC-PYUSD'

/** Asks in the world where these open questions have these answers. */
export async function inWorld<Result>(
  answers: Readonly<Record<string, string>>,
  ask: (sandbox: CefiSandbox) => Promise<Result>,
): Promise<Result> {
  const sandbox = await startCefiSandbox(answers, { batchIntervalMs: 20 })
  try {
    return await ask(sandbox)
  } finally {
    await sandbox.close()
    assertClean(sandbox)
  }
}

/** The same with one connection; every frame must keep the contract. */
export function onSocket<Result>(
  answers: Readonly<Record<string, string>>,
  ask: (client: WsClient, sandbox: CefiSandbox) => Promise<Result>,
): Promise<Result> {
  return inWorld(answers, async (sandbox) => {
    const client = await connect(sandbox)
    try {
      const result = await ask(client, sandbox)
      if (client.violations().length > 0) throw new Error(client.violations().join('\n'))
      return result
    } finally {
      client.socket.terminate()
    }
  })
}

/** Places an order of a hundredth of a bitcoin. */
export function placing(sandbox: CefiSandbox, externalId: string, price = '110000'): Promise<Reply> {
  const { clientId } = sandbox.context.credentials.hmac
  const info = { client_id: clientId, instrument_id: BTC, qty: '0.01', price, side: 'BUY', type: 'LIMIT' }
  return callCefi(sandbox, 'POST', '/v1/cefi/orders', { body: { external_id: externalId, info } })
}
