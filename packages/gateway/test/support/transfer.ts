import type { TransferDetail } from '../../src/generated/types.ts'

/** A prepared transfer with one payload; tests change what they are about. */
export const transfer: TransferDetail = {
  id: '0b7a7a4e-0000-4000-8000-000000000001',
  status: 'awaiting_signature',
  venue: 'defi',
  asset_id: '0b7a7a4e-0000-4000-8000-000000000002',
  asset_symbol: 'USDC',
  chain: 'solana',
  to: 'wallet',
  qty: '1',
  qty_unit: 'base',
  sent: '0',
  fee: '0',
  received: '0',
  tx_hash: '',
  payloads: [{ digest: 'd1', payload: 'send this' }],
  created_at: '2026-11-20T00:00:00Z',
  updated_at: '2026-11-20T00:00:00Z',
}
