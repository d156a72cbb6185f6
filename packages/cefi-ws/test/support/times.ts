/** How many times as many random walks as usual are taken: `WALKS=100 pnpm exec vitest run --project @truemarkets/cefi-ws property`. */
export const times = Number(process.env['WALKS'] ?? 1)
