import { execFileSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import type { Figure, Suite } from '../figure.ts'
import { median } from '../side-by-side.ts'

const packages = ['@truemarkets/cefi-rest', '@truemarkets/gateway', '@truemarkets/cefi-ws']
const rounds = 15

/** How much longer a process takes when it imports a client, over one that imports nothing. */
export const importTime: Suite = {
  name: 'import-time',
  *figures(): Iterable<Figure> {
    for (const name of packages) {
      const extra: number[] = []
      for (let round = 0; round <= rounds; round++) {
        const bare = start('0')
        const loaded = start(`await import('${name}')`)
        if (round > 0) extra.push(loaded - bare)
      }
      yield {
        name: `import of ${name}, over bare Node.js`,
        value: median(extra),
        unit: 'ms',
        target: name.endsWith('rest') ? { at: 'most', value: 8 } : undefined,
      }
    }
  },
}

function start(code: string): number {
  const began = performance.now()
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: import.meta.dirname })
  return performance.now() - began
}
