import * as core from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { runExample, tsdocExamples } from '../../auth/test/support/run-example.ts'
import * as api from '../src/index.ts'
import { assets } from './support/assets.ts'
import { restingSell, send, swap, wallet } from './support/requests.ts'
import { quick, useSandbox } from './support/sandbox-clients.ts'

const world = useSandbox()
const load = (specifier: string): Promise<unknown> => import(specifier)
const examples = tsdocExamples(new URL('../src/create-gateway-client.ts', import.meta.url))

/** What the examples take for granted. */
async function scene(): Promise<Readonly<Record<string, unknown>>> {
  const { personal, organization } = world.sandbox.credentials
  const gateway = world.client()
  const resting = await gateway.placeOrder(restingSell, quick)
  const sent = await gateway.sendTransfer(send, quick)
  return {
    ...core,
    ...api,
    gateway,
    organization: api.createGatewayClient({
      environment: world.sandbox.urls,
      auth: api.apiKey(organization.keyFile),
    }),
    keyFile: personal.keyFile,
    userId: organization.userId,
    signerKeyHex: Buffer.from(organization.signerKeyFile.private_key.d, 'base64url').toString('hex'),
    order: swap,
    orderId: 'orderId' in resting ? resting.orderId : undefined,
    transferId: sent.transfer.id,
    assetId: assets.usdcOnBase,
    wallet,
    console: { log: () => {} },
  }
}

describe('the examples of the client', () => {
  test('are there for the client and its six helpers', () => {
    expect(examples).toHaveLength(7)
  })

  test.each(examples.map((code) => [code.split('\n', 1), code] as const))(
    'that starts with %s runs',
    async (_, code) => {
      await expect(runExample(code, { urls: world.sandbox.urls, load, given: await scene() })).resolves.toBeUndefined()
    },
  )
})
