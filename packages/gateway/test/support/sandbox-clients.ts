import { apiKey } from '@truemarkets/core'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterAll, beforeAll, beforeEach, vi } from 'vitest'
import { createGatewayClient, type GatewayClient } from '../../src/index.ts'

/** A sandbox for the tests of one file, without faults at the start of each. */
export function useSandbox(): {
  readonly sandbox: Sandbox
  client(person?: 'personal' | 'notOnboarded'): GatewayClient
} {
  // Flows wait for a real server; a busy machine makes them slow, not wrong.
  vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })
  let running: Sandbox | undefined
  const sandbox = (): Sandbox => {
    if (running === undefined) throw new Error('the sandbox runs inside tests only')
    return running
  }
  beforeAll(async () => {
    running = await startSandbox()
  })
  beforeEach(() => {
    sandbox().faults.clear()
    sandbox().clock.reset()
  })
  afterAll(() => running?.close())
  return {
    get sandbox() {
      return sandbox()
    },
    // Answers are checked too, so that a test also says whether sandbox and contract agree.
    client(person = 'personal') {
      const { credentials, urls } = sandbox()
      return createGatewayClient({ environment: urls, auth: apiKey(credentials[person].keyFile), validate: 'all' })
    },
  }
}

/** Fast enough for a test: the sandbox settles within a few tens of milliseconds. */
export const quick = { pollIntervalMs: 20, pollDeadlineMs: 5_000 } as const
