import { expect, test } from 'vitest'
import { exhaustive, seeded } from './model/decisions.ts'
import { NARROW, runWorld, WIDE } from './model/world.ts'

/** 10,000 worlds in CI; `pnpm exec node packages/core/test/model/run.ts --runs 1000000` at night. */
const RUNS = process.env['CI'] === undefined ? 1000 : 10_000
const SEED = 20_261_120

const replay = (seed: number): string =>
  `replay: pnpm exec node packages/core/test/model/run.ts --runs 1 --seed ${seed}`

test('no schedule of three overlapping calls sends a write twice, reuses a signature, loses a token or outlasts its limits', {
  timeout: 60_000,
}, async () => {
  let worlds = 0
  const broken: string[] = []
  for (const decisions of exhaustive()) {
    worlds++
    broken.push(...(await runWorld(decisions, NARROW)))
  }
  expect(broken).toEqual([])
  expect(worlds).toBeGreaterThan(1000)
})

test.for(WIDE.reactions)('nor does any schedule of two calls in which a server may answer %s', async (reaction) => {
  const scope = { ...NARROW, calls: 2, reactions: ['ok', reaction], delays: [0, 150] } as const
  let worlds = 0
  const broken: string[] = []
  for (const decisions of exhaustive()) {
    worlds++
    broken.push(...(await runWorld(decisions, scope)))
  }
  expect(broken).toEqual([])
  expect(worlds).toBeGreaterThan(100)
})

test(`no law is broken in ${RUNS} random worlds from seed ${SEED}`, { timeout: 120_000 }, async () => {
  const broken: string[] = []
  for (let seed = SEED; seed < SEED + RUNS; seed++) {
    for (const law of await runWorld(seeded(seed), WIDE)) broken.push(`${law} (${replay(seed)})`)
  }
  expect(broken).toEqual([])
})
