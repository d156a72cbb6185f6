import type { CreateOrderRequest, CreateTransferRequest } from '../../src/generated/types.ts'
import { assets } from './assets.ts'

/** Filled at once on CeFi. */
export const marketBuy: CreateOrderRequest = {
  base_asset: 'BTC',
  quote_asset: 'USD',
  side: 'buy',
  type: 'market',
  qty: '100',
  qty_unit: 'quote',
}

/** Rests on CeFi, above the market of the sandbox. */
export const restingSell: CreateOrderRequest = {
  base_asset: 'BTC',
  quote_asset: 'USD',
  side: 'sell',
  type: 'limit',
  qty: '0.0002',
  qty_unit: 'base',
  price: '112000',
}

/** Completes on DeFi once it is stamped. */
export const swap: CreateOrderRequest = {
  asset_id: assets.demoOnSolana,
  side: 'buy',
  type: 'market',
  qty: '1.20',
  qty_unit: 'quote',
}

/** Rests on DeFi, below the price of the sandbox. */
export const restingSwap: CreateOrderRequest = { ...swap, type: 'limit', qty: '100', qty_unit: 'base', price: '0.02' }

export const wallet = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'

/** Completes on chain once it is stamped. */
export const send: CreateTransferRequest = { asset_id: assets.usdcOnBase, qty: '1', qty_unit: 'base', to: wallet }
