import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Figure, Suite } from '../figure.ts'
import { median } from '../side-by-side.ts'

const root = join(import.meta.dirname, '../../../..')
const contracts = join(root, 'tools/contracts/src/main.ts')
const rounds = 3

/** How long it takes to make the four packages of their contracts, and to find that there is nothing to do. */
export const generation: Suite = {
  name: 'generation',
  *figures(): Iterable<Figure> {
    run('generate')
    yield {
      name: 'four packages, cold',
      value: timed('generate', '--check', '--force'),
      unit: 'ms',
      target: { at: 'most', value: 4000 },
    }
    yield {
      name: 'four packages, nothing changed',
      value: timed('generate'),
      unit: 'ms',
      target: { at: 'most', value: 500 },
    }
  },
}

function timed(...args: readonly string[]): number {
  const times = Array.from({ length: rounds }, () => {
    const began = performance.now()
    run(...args)
    return performance.now() - began
  })
  return median(times)
}

function run(...args: readonly string[]): void {
  execFileSync(process.execPath, [contracts, ...args], { cwd: root })
}
