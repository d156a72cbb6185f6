import { readFileSync } from 'node:fs'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { operations } from '../src/generated/operations.ts'
import { run, typeErrors, writePrograms } from './support/programs.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const overlay = parse(readFileSync(new URL('../../../specs/cefi-rest/overlay.yaml', import.meta.url), 'utf8')) as {
  readonly actions: readonly {
    readonly update: { readonly 'x-sdk-name'?: string; readonly 'x-sdk-example'?: string }
  }[]
}

/** The TypeScript of the README, each block under the heading it stands below. */
const blocks = readme.split(/^(?=#{1,6} )/m).flatMap((section) => {
  const heading = (section.split('\n')[0] ?? '').replaceAll(/[#`]/g, '').trim()
  return [...section.matchAll(/^```ts\n(.*?)^```/gms)].map((block, index) => ({
    name: `${heading}${index === 0 ? '' : ` ${index + 1}`}`,
    code: block[1] ?? '',
  }))
})
const programs = blocks.map(({ name, code }) => ({ name, code, file: name.toLowerCase().replaceAll(/\W+/g, '-') }))

/** What the README calls "the `cefi` of above", with ids of the sandbox and an order that rests. */
const prelude = `
import { createCefiRestClient, hmacKey } from '@truemarkets/cefi-rest'
const cefi = createCefiRestClient({
  environment: 'sandbox',
  auth: hmacKey({
    organizationId: '5a0db0c5-0000-4000-8000-000000000001',
    keyId: '9b5a2f3c-7d4e-4f60-9bac-1d2e3f4a5b6c',
    secret: 'sandbox-secret-not-a-real-one-1',
  }),
})
const { data: [firstClient] } = await cefi.listClients()
const { data: [firstInstrument] } = await cefi.listInstruments({ query: { symbol: 'BTC-PYUSD' } })
const clientId = firstClient?.id ?? ''
const instrumentId = firstInstrument?.id ?? ''
const quoteAssetId = firstInstrument?.info?.quote_asset_id ?? ''
const resting = await cefi.createOrder({
  body: { info: { client_id: clientId, instrument_id: instrumentId, side: 'BUY', type: 'LIMIT', qty: '0.01', price: '109500' } },
})
const orderId = resting.id ?? ''
const externalId = resting.external_id ?? ''
await cefi.waitForOrder({ path: { ref_id: orderId } }, { until: 'acknowledged', pollIntervalMs: 10 })
`

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
  const here = `environment: { cefiRest: '${sandbox.urls.cefiRest}' }`
  const whole = (code: string) => {
    const program = code.includes('createCefiRestClient(') ? code : `${prelude}{\n${withoutImports(code)}\n}`
    return `${importsOf(code, program)}${program}`.replaceAll("environment: 'sandbox'", here)
  }
  writePrograms(new Map(programs.map(({ file, code }) => [file, whole(code)])))
})

afterAll(() => sandbox.close())

const IMPORT = /^import .*\n/gm
const withoutImports = (code: string): string => code.replaceAll(IMPORT, '')
/** Imports of a block that goes on from above, to stand before the block around it. */
const importsOf = (code: string, program: string): string =>
  program === code ? '' : (code.match(IMPORT) ?? []).join('')

describe('the README', () => {
  it('has the example of every operation as the contract gives it', () => {
    const shown = new Map(blocks.map(({ name, code }) => [name, code]))
    const given = overlay.actions.map(({ update }) => [update['x-sdk-name'] ?? '', update['x-sdk-example']] as const)
    expect(given.map(([id]) => id).toSorted((a, b) => a.localeCompare(b))).toEqual(
      Object.keys(operations).toSorted((a, b) => a.localeCompare(b)),
    )
    expect(given.map(([id]) => [id, shown.get(id)])).toEqual(given)
  })

  it('holds only programs that compile', { timeout: 60_000 }, () => {
    expect(typeErrors()).toBe('')
  })

  it.each(programs)('runs against the sandbox: $name', async ({ file }) => {
    const print = vi.spyOn(console, 'log').mockReturnValue(undefined)
    await expect(run(file)).resolves.toBeUndefined()
    print.mockRestore()
  })
})
