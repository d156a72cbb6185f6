import { afterEach, describe, expect, test } from 'vitest'
import { examplesOf, optionsOf, runExample } from '../../auth/test/support/run-example.ts'
import { GATEWAY_OPTIONS } from '../src/gateway-options.ts'
import { assets } from './support/assets.ts'
import { restingSell } from './support/requests.ts'
import { quick, useSandbox } from './support/sandbox-clients.ts'

const world = useSandbox()
const load = (specifier: string): Promise<unknown> => import(specifier)
const readme = new URL('../README.md', import.meta.url)
const examples = examplesOf(readme)
// The operations have a test of their own, which sets a scene for each.
const chapters = examples.slice(
  0,
  examples.findIndex(({ heading }) => heading === 'computeQuote'),
)

const printed: unknown[][] = []
afterEach(() => {
  printed.length = 0
})

/** What a chapter takes for granted. */
async function scene(): Promise<Readonly<Record<string, unknown>>> {
  const gateway = world.client()
  const { personal, organization } = world.sandbox.credentials
  const placed = await gateway.placeOrder(restingSell, quick)
  return {
    gateway,
    orderId: 'orderId' in placed ? placed.orderId : undefined,
    assetId: assets.demoOnSolana,
    wallet: '1'.repeat(32),
    confirmWithUser: () => Promise.resolve(true),
    userId: organization.userId,
    organizationKeyFile: organization.keyFile,
    signerKeyFile: organization.signerKeyFile,
    keyFile: personal.keyFile,
    console: { log: (...values: unknown[]) => printed.push(values) },
  }
}

describe.each(chapters)('the example under "$heading"', ({ code }) => {
  test('runs', async () => {
    await runExample(code, { urls: world.sandbox.urls, load, given: await scene() })
    expect(printed.flat().filter((line) => String(line).startsWith('the order is'))).toEqual([])
  })
})

describe('the first example', () => {
  const [first = { code: '' }] = chapters

  test('buys what it says', async () => {
    await runExample(first.code, { urls: world.sandbox.urls, load, given: await scene() })
    expect(printed).toEqual([['bought 0.0009 BTC']])
  })

  test('is twelve lines at most', () => {
    expect(first.code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(12)
  })
})

test('the README lists every option', () => {
  expect(optionsOf(readme).toSorted()).toEqual(GATEWAY_OPTIONS.toSorted())
})
