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

/** Where a Chromium is, if there is one: in `CHROMIUM`, or where Linux distributions put the browser itself. */
export function chromium(): string | undefined {
  const { CHROMIUM } = process.env
  // Not the scripts in /usr/bin: ending a script leaves the browser that it started.
  const usual = ['/usr/lib/chromium/chromium-headless-shell', '/usr/lib/chromium/chromium', '/opt/google/chrome/chrome']
  return CHROMIUM ?? usual.find((path) => existsSync(path))
}
