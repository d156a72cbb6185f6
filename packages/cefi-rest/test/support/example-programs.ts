import { readdirSync, readFileSync } from 'node:fs'

/** A piece of TypeScript that the documentation shows, and where. */
export interface Example {
  readonly name: string
  readonly code: string
}

/** The TypeScript of a README, each block under the heading it stands below. */
export function readmeExamples(readme: string): Example[] {
  return readme.split(/^(?=#{1,6} )/m).flatMap((section) => {
    const heading = (section.split('\n')[0] ?? '').replaceAll(/[#`]/g, '').trim()
    return [...section.matchAll(/^```ts\n(.*?)^```/gms)].map((block, index) => ({
      name: `${heading}${index === 0 ? '' : ` ${index + 1}`}`,
      code: block[1] ?? '',
    }))
  })
}

/** The `@example` blocks of every hand-written source file. */
export function sourceExamples(folder: URL): Example[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('generated'),
  )
  return files
    .toSorted((a, b) => a.localeCompare(b))
    .flatMap((file) => {
      const source = readFileSync(new URL(file, folder), 'utf8')
      return [...source.matchAll(/@example\n\s*\* ```ts\n(.*?)\s*\* ```/gs)].map((block, index) => ({
        name: `${file}${index === 0 ? '' : ` ${index + 1}`}`,
        code: `${(block[1] ?? '').replaceAll(/^\s*\* ?/gm, '')}\n`,
      }))
    })
}

/** What the examples take for granted: a client, ids of the sandbox, and an order that rests. */
const PRELUDE = `
import {
  checkExternalId, createCefiRestClient, hmacKey, isAcknowledged, isExternalId, liftAnswer, liftProblem, newExternalId, orderEnding,
  orderStatusFilter,
} from '@truemarkets/cefi-rest'
const organizationId = '5a0db0c5-0000-4000-8000-000000000001'
const keyId = '9b5a2f3c-7d4e-4f60-9bac-1d2e3f4a5b6c'
const secret = 'sandbox-secret-not-a-real-one-1'
const cefi = createCefiRestClient({ environment: 'sandbox', auth: hmacKey({ organizationId, keyId, secret }) })
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

const IMPORT = /^import .*\n/gm

/** The example as a program that runs against the sandbox at these URLs, whatever environment it names. */
export function programOf({ code }: Example, urls: { readonly auth: string; readonly cefiRest: string }): string {
  const whole = code.startsWith('import ') && code.includes('createCefiRestClient(')
  const imports = (code.match(IMPORT) ?? []).join('')
  const program = whole ? code : `${imports}${PRELUDE}{\n${code.replaceAll(IMPORT, '')}}\n`
  return program.replaceAll(
    /environment: '\w+'/g,
    `environment: { auth: '${urls.auth}', cefiRest: '${urls.cefiRest}' }`,
  )
}
