import { devNull } from 'node:os'
import { withDirectLoopback } from './direct-loopback.ts'

/**
 * The environment of the tests and of the programs they start, where how this machine likes its colours and its commits decides
 * nothing. A hook of git says by `GIT_DIR` where it works: what a test does in a folder of its own would be done there.
 */
export function testEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => name !== 'FORCE_COLOR' && !name.startsWith('GIT_'))
  return { ...withDirectLoopback(Object.fromEntries(kept)), GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' }
}
