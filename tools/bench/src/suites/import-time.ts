import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Figure, Suite } from '../figure.ts'
import { median } from '../side-by-side.ts'

const clients = ['@truemarkets/cefi-rest', '@truemarkets/gateway', '@truemarkets/cefi-ws']
const others = ['openapi-fetch', 'ky', 'openai']
const rounds = 15

/** How much longer a process takes when it imports a package, over one that imports nothing. */
export const importTime: Suite = {
  name: 'import-time',
  *figures(): Iterable<Figure> {
    const folder = mkdtempSync(join(tmpdir(), 'import-time-'))
    const empty = join(folder, 'node_modules/empty')
    mkdirSync(empty, { recursive: true })
    writeFileSync(join(empty, 'package.json'), '{ "type": "module", "exports": "./index.js" }')
    writeFileSync(join(empty, 'index.js'), '')
    try {
      // What Node.js needs to resolve and load the first package of all, whatever it holds.
      const floor = () => start("await import('empty')", folder)
      const starts = [...[...clients, ...others].map((name) => () => start(`await import('${name}')`)), floor]
      const extra = medians(starts)
      for (const [index, name] of clients.entries())
        yield {
          name: `import of ${name}, over bare Node.js`,
          value: extra[index] ?? Number.NaN,
          unit: 'ms',
          target: name.endsWith('rest') ? { at: 'most', value: 8 } : undefined,
        }
      for (const [index, name] of [...others, 'a package that is empty'].entries())
        yield { name: `  beside it: ${name}`, value: extra[clients.length + index] ?? Number.NaN, unit: 'ms' }
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

/** How much longer each takes than a bare process, in turn, so that a slow moment of the machine falls on all of them. */
function medians(starts: readonly (() => number)[]): number[] {
  const extra: number[][] = starts.map(() => [])
  for (let round = 0; round <= rounds; round++) {
    const bare = start('0')
    for (const [index, run] of starts.entries()) {
      const loaded = run()
      if (round > 0) extra[index]?.push(loaded - bare)
    }
  }
  return extra.map(median)
}

function start(code: string, cwd = import.meta.dirname): number {
  const began = performance.now()
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd })
  return performance.now() - began
}
