export const DEMO_TOKEN = '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b'

/** On chain, for a dollar and twenty. */
export const DEFI_BUY = {
  asset_id: DEMO_TOKEN,
  chain: 'solana',
  side: 'buy',
  qty: '1.20',
  qty_unit: 'quote',
  type: 'market',
}

export const MARKET_BUY = {
  base_asset: 'BTC',
  quote_asset: 'USD',
  qty: '100',
  qty_unit: 'quote',
  type: 'market',
  side: 'buy',
}

/** Away from the market, but within the price band. */
export const RESTING_SELL = {
  base_asset: 'BTC',
  quote_asset: 'USDC',
  qty: '0.0002',
  qty_unit: 'base',
  type: 'limit',
  side: 'sell',
  price: '112000',
}
