import { existsSync } from 'node:fs'
import { join } from 'node:path'

const installed = join(import.meta.dirname, '..', 'engines', 'node_modules')

/** The two platforms that `engines/package.json` names binaries for. */
const platform = `${process.platform}-${process.arch}`
export const hasEngines = platform === 'linux-x64' || platform === 'linux-arm64'

const isArm = process.arch === 'arm64'

const paths = {
  node20: [`node-20-linux-${process.arch}`, 'bin/node'],
  node22: [`node-22-linux-${process.arch}`, 'bin/node'],
  node26: [`node-26-linux-${process.arch}`, 'bin/node'],
  bun: [`@oven/bun-linux-${isArm ? 'aarch64' : 'x64'}`, 'bin/bun'],
  deno: [`@deno/linux-${process.arch}-glibc`, 'deno'],
  workerd: [`@cloudflare/workerd-linux-${isArm ? 'arm64' : '64'}`, 'bin/workerd'],
} as const

/** Where an engine is, if it is installed. */
export function engine(name: keyof typeof paths): string | undefined {
  const path = join(installed, ...paths[name])
  return existsSync(path) ? path : undefined
}
