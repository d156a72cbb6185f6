import { seeded } from './decisions.ts'
import { runWorld, WIDE } from './world.ts'

/**
 * Runs random worlds from the command line:
 * `pnpm exec node packages/core/test/model/run.ts [--runs 10000] [--seed 1]`. World n has the seed `seed + n`.
 */
function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`)
  const value = at < 0 ? fallback : Number(process.argv[at + 1])
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`--${name} takes a whole number`)
  return value
}

const runs = option('runs', 10_000)
const seed = option('seed', 1)
let failures = 0
for (let world = seed; world < seed + runs; world++) {
  if (world > seed && (world - seed) % 100_000 === 0) console.error(`${world - seed} of ${runs}`)
  const broken = await runWorld(seeded(world), WIDE)
  if (broken.length === 0) continue
  failures++
  console.error(
    `seed ${world}: ${broken.join('; ')}\n  replay: pnpm exec node packages/core/test/model/run.ts --runs 1 --seed ${world}`,
  )
}
console.log(`${runs} worlds from seed ${seed}: ${failures} broke a law`)
process.exitCode = failures === 0 ? 0 : 1
