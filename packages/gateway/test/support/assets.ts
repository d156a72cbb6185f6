/** Assets of the sandbox's catalogue. */
export const assets = {
  btcOnCefi: '0b7c1e5a-0000-4000-8000-000000000001',
  demoOnSolana: '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b',
  usdcOnBase: 'b3d9e5f2-1a4c-4e7b-9f0d-2c8a6b3e5f91',
  wbtcOnBase: '0b7c1e5a-0000-4000-8000-000000000015',
} as const
