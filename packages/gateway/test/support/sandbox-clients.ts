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

/** Assets of the sandbox's catalogue. */
export const assets = {
  btcOnCefi: '0b7c1e5a-0000-4000-8000-000000000001',
  demoOnSolana: '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b',
  usdcOnBase: 'b3d9e5f2-1a4c-4e7b-9f0d-2c8a6b3e5f91',
  wbtcOnBase: '0b7c1e5a-0000-4000-8000-000000000015',
} as const
