import { devNull } from 'node:os'
import { withDirectLoopback } from './direct-loopback.ts'

const ofThisMachine = /^(?:FORCE_COLOR$|GIT_|TM_|TRUEX_|CONFORMANCE_)/

/**
 * The environment of the tests and of the programs they start, where how this machine likes its colours and its commits decides
 * nothing. A hook of git says by `GIT_DIR` where it works: what a test does in a folder of its own would be done there. A key
 * that somebody trades with has no business in a test, and no sandbox starts beside it.
 */
export function testEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !ofThisMachine.test(name))
  return { ...withDirectLoopback(Object.fromEntries(kept)), GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' }
}
