import assert from 'node:assert/strict'
import type { CefiRestClient } from '@truemarkets/cefi-rest'
import { type Case, defineCase, kebab, type Subject } from '../../case/define.ts'
import { versions } from './versions.ts'

const unknown = '99999999999999999'
/** The first nanosecond of 1970: lists go back in time from it (R12). */
const before = '1'

type List = (cefi: CefiRestClient) => Promise<{ data: readonly unknown[] }>

/** Which side of a moment is listed is an open question (R12), and what a filter without values means is not printed. */
const unsettled = ['listOrders', 'listOrderTrades', 'listTransfers']

/** Every list, with a filter that nothing meets. */
const lists: [name: string, list: List][] = [
  ['listAssets', (cefi) => cefi.listAssets({ query: { name: 'NOSUCH' } })],
  ['listInstruments', (cefi) => cefi.listInstruments({ query: { symbol: 'NO-SUCH' } })],
  ['listMarketQuotes', (cefi) => cefi.listMarketQuotes({ query: { instrument_id: unknown } })],
  [
    'listClients',
    async (cefi) => {
      const named = await cefi.listClients({ query: { mnemonic: 'nobody-is-called-this' } })
      return { data: [...named.data, ...(await cefi.listClients({ query: { id: unknown } })).data] }
    },
  ],
  ['listActiveOrders', (cefi) => cefi.listActiveOrders({ query: { id: unknown } })],
  [
    'listOrders',
    (cefi) => cefi.listOrders({ query: { query: '{"columns":[{"name":"status","filter":[{"$in":[]}]}]}' } }),
  ],
  ['listOrderTrades', (cefi) => cefi.listOrderTrades({ query: { timestamp: before } })],
  ['listActiveTransfers', (cefi) => cefi.listActiveTransfers({ query: { transfer_id: unknown } })],
  ['listTransfers', (cefi) => cefi.listTransfers({ query: { timestamp: before } })],
]

export const nothingMatches: Case[] = lists.flatMap(([name, list]) =>
  versions.map((version) => {
    const subject: Subject = `cefi-rest.${name}`
    return defineCase({
      id: `cefi-rest.${kebab(name)}.nothing-matches-${version}`,
      title: `${name} with a filter that nothing meets answers an empty list, in ${version}`,
      covers: [subject],
      needs: version === 'v2026_01_23' && !unsettled.includes(name) ? ['hmacKey'] : ['hmacKey', 'sandbox'],
      permutation: { operation: name, version },
      async run(context) {
        const { data } = await list(context.cefiRest({ schemaVersion: version }))
        assert.deepEqual(data, [])
      },
    })
  }),
)
