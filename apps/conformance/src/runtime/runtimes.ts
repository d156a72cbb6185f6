import { engine } from '@truemarkets/runtimes/src/engines.ts'

export const runtimes = ['node22', 'node26', 'bun', 'deno'] as const
export type RuntimeName = (typeof runtimes)[number]

/** A program and what comes before the file to run. */
export type Engine = { command: string; args: readonly string[] }

const flags: Record<RuntimeName, readonly string[]> = {
  node22: ['--disable-warning=ExperimentalWarning'],
  node26: [],
  bun: ['run'],
  // The packages are those that pnpm has installed.
  deno: ['run', '--allow-all', '--node-modules-dir=manual'],
}

/** Where `pnpm runtimes` has put a runtime; null when it has not. */
export function installedEngine(name: RuntimeName): Engine | null {
  const command = engine(name)
  return command === undefined ? null : { command, args: flags[name] }
}
