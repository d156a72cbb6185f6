import { execFileSync } from 'node:child_process'
import { findChromium } from '@truemarkets/line/find-chromium'
import { runBrowser } from './browser.ts'
import { bundle } from './bundle.ts'
import { runCommand } from './command.ts'
import { engine, hasEngines } from './engines.ts'
import type { Report, Target } from './program.ts'
import type { Missing, Runtime } from './runtime.ts'
import { runWorkerd } from './workerd.ts'

/** One way to run the program with a binary. */
interface Way {
  readonly isBuiltIn: boolean
  readonly run: (command: string, target: Target) => Promise<Report>
}

/** Every runtime the clients are made for: those that are here, and those that are not. */
export async function allRuntimes(): Promise<{
  readonly found: readonly Runtime[]
  readonly missing: readonly Missing[]
}> {
  const program = await bundle('command-line')
  const found: Runtime[] = []
  const missing: Missing[] = []
  const add = (name: string, command: string | undefined, ways: readonly Way[]): void => {
    if (command === undefined) {
      const reason = hasEngines ? 'it is not installed' : `there is no binary for ${process.platform} ${process.arch}`
      missing.push({ name, reason, isExpected: hasEngines })
      return
    }
    const version = `${name} ${versionOf(command)}`
    for (const { isBuiltIn, run } of ways) {
      const socket = isBuiltIn ? 'built-in WebSocket' : 'ws'
      found.push({ name: `${version}, ${socket}`, isBuiltIn, run: (target) => run(command, target) })
    }
  }

  const library: Way = { isBuiltIn: false, run: (command, target) => runCommand(command, [program], target) }
  const builtIn: Way = { ...library, isBuiltIn: true }
  // The condition that picks the portable halves of the packages, as a bundler for browsers does.
  const portable: Way = {
    isBuiltIn: true,
    run: (command, target) => runCommand(command, ['--conditions=browser', program], target),
  }
  // Node.js 20 has no WebSocket of its own.
  add('Node.js', engine('node20'), [library])
  add('Node.js', engine('node22'), [library, portable])
  add('Node.js', process.execPath, [library, portable])
  add('Node.js', engine('node26'), [library, portable])
  add('Bun', engine('bun'), [builtIn])
  const permissions = ['run', '--allow-net', '--allow-read', '--allow-env', '--no-lock']
  add('Deno', engine('deno'), [
    { isBuiltIn: true, run: (command, target) => runCommand(command, [...permissions, program], target) },
  ])
  const worker = await bundle('worker', ['workerd', 'worker', 'browser'])
  add('workerd', engine('workerd'), [
    { isBuiltIn: true, run: (command, target) => runWorkerd(command, worker, target) },
  ])
  const browser = findChromium()
  if (browser === undefined) {
    const reason = 'no browser was found; install chromium-headless-shell, or name a binary in CHROMIUM'
    missing.push({ name: 'Chromium', reason, isExpected: false })
  } else {
    const page = await bundle('page', ['browser'])
    add('Chromium', browser, [{ isBuiltIn: true, run: (command, target) => runBrowser(command, page, target) }])
  }
  return { found, missing }
}

/** The number alone, where a runtime names itself along with it (`deno 2.9.6 (stable, …)`, `v24.21.0`). */
function versionOf(command: string): string {
  const [line = ''] = execFileSync(command, ['--version'], { encoding: 'utf8' }).split('\n')
  return /\d+[\d.-]*/.exec(line)?.[0] ?? line
}
