import { type Probe, tell, unforeseen } from '../probe.ts'
import { needs, post } from './call.ts'

export const gatewayTransferProbes: readonly Probe[] = [
  {
    question: 'G17',
    needs,
    touches: 'transfer',
    sandboxOnly: 'where the network is optional, the transfer would be carried out',
    async run(context) {
      const { data } = await context.gateway().listAssets({ query: { venue: 'cefi' } })
      const asset = data?.find(({ networks }) => networks.length > 1)
      const send = { asset_id: asset?.id, qty: '1', qty_unit: 'base', to: `0x${'1'.repeat(40)}` }
      const without = await post(context, '/transfers', send)
      const choice =
        without.status === 201 || without.status === 200
          ? 'optional'
          : without.status === 400
            ? 'required-when-several'
            : unforeseen(without)
      return { choice, evidence: `without a network: ${tell(without)}` }
    },
  },
]
