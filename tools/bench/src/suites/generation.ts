import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Figure, Suite } from '../figure.ts'
import { githubDescription } from '../github-description.ts'
import { median } from '../side-by-side.ts'

const root = join(import.meta.dirname, '../../../..')
const contracts = join(root, 'tools/contracts/src/main.ts')
const openapiTypescript = join(root, 'tools/contracts/node_modules/openapi-typescript/bin/cli.js')
const rounds = 3

/** How long it takes to make packages of contracts: of our four, and of the largest public one. */
export const generation: Suite = {
  name: 'generation',
  *figures(): Iterable<Figure> {
    run(contracts, 'generate')
    yield {
      name: 'four packages, cold',
      value: median(times(() => timed(contracts, 'generate', '--check', '--force'))),
      unit: 'ms',
      target: { at: 'most', value: 4000 },
    }
    yield {
      name: 'four packages, nothing changed',
      value: median(times(() => timed(contracts, 'generate'))),
      unit: 'ms',
      target: { at: 'most', value: 500 },
    }
    const github = largest()
    if (github !== undefined) yield github
  },
}

/** Our package of GitHub's description beside the one file that openapi-typescript makes of it. */
function largest(): Figure | undefined {
  let spec: string
  try {
    spec = githubDescription(join(root, 'node_modules/.cache/bench'))
  } catch (cause) {
    console.log(`  GitHub's description is not measured: ${cause instanceof Error ? cause.message : String(cause)}`)
    return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-generation-'))
  const alone = (): number => timed(openapiTypescript, spec, '-o', join(folder, 'alone.ts'))
  const ours = (): number =>
    timed(contracts, 'generate', '--spec', spec, '--out', join(folder, 'ours'), '--name', 'github', '--no-validators')
  try {
    // Once before it counts: both fill the caches of the disk, ours also that of compiled code.
    alone()
    ours()
    const pairs = times(() => ({ alone: alone(), ours: ours() }))
    const note = `${seconds(pairs.map((pair) => pair.ours))} to ${seconds(pairs.map((pair) => pair.alone))}`
    return {
      name: 'GitHub, 13 MB, to openapi-typescript alone',
      value: median(pairs.map((pair) => pair.ours / pair.alone)),
      unit: '×',
      target: { at: 'most', value: 1.1 },
      note,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function seconds(milliseconds: readonly number[]): string {
  return `${(median(milliseconds) / 1000).toFixed(1)} s`
}

function times<T>(measure: () => T): T[] {
  return Array.from({ length: rounds }, measure)
}

function timed(...args: readonly string[]): number {
  const began = performance.now()
  run(...args)
  return performance.now() - began
}

function run(...args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd: root, stdio: 'pipe' })
}
