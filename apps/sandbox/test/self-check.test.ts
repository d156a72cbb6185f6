import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { SandboxClock } from '../src/clock.ts'
import { createContext } from '../src/create-context.ts'
import type { Answer } from '../src/server/answer.ts'
import { ApiError } from '../src/server/api-error.ts'
import type { SandboxEnv } from '../src/server/env.ts'
import { NO_BODY } from '../src/server/read-body.ts'
import { serveContract } from '../src/server/serve-contract.ts'
import type { Json } from './support/session.ts'

/** Serves the Auth contract with one handler that does what a defect would do, and asks for the keys. */
async function askForKeys(handler: () => Answer, answers: Readonly<Record<string, string>> = {}) {
  const context = createContext({ clock: new SandboxClock(), seed: 1, answers, print: () => {} })
  const app = new Hono<SandboxEnv>()
  app.all('*', (c) => {
    c.set('requestId', 'req-1')
    c.set('target', '/.well-known/jwks.json')
    c.set('body', NO_BODY)
    const service = { contract: context.contracts.auth, handlers: { getJwks: handler }, errorForm: 'newest' as const }
    return serveContract(c, context, { ...service, authenticate: () => undefined, admit: () => ({}) }, '')
  })
  const response = await app.request('/.well-known/jwks.json')
  context.scheduler.close()
  context.exchange.close()
  return { status: response.status, body: (await response.json()) as Json, log: context.log }
}

describe('the sandbox’s check of its own answers', () => {
  it('lets an answer through that keeps the contract', async () => {
    const { status, log } = await askForKeys(() => ({ status: 200, body: { keys: [] } }))
    expect([status, log.contractViolations]).toStrictEqual([200, 0])
  })

  it.each([
    ['a missing member', { status: 200, body: {} }],
    ['a wrong type', { status: 200, body: { keys: 'none' } }],
    ['an undocumented status', { status: 202, body: { keys: [] } }],
  ])('replaces an answer with %s by a 500 and counts it', async (_name, answer) => {
    const { status, body, log } = await askForKeys(() => answer)
    expect([status, body['type'], log.contractViolations]).toStrictEqual([500, 'internal', 1])
  })

  it('counts a refusal with an undocumented status, and sends it', async () => {
    const { status, log } = await askForKeys(() => {
      throw new ApiError(409, 'twice')
    })
    expect([status, log.contractViolations]).toStrictEqual([409, 1])
  })

  it('answers a failure of its own with a 500 that tells nothing, and keeps the cause in its log', async () => {
    const { status, body, log } = await askForKeys(() => {
      throw new TypeError('a secret of the inside')
    })
    expect([status, log.internalErrors]).toStrictEqual([500, 1])
    expect(JSON.stringify(body)).not.toContain('secret')
    expect(log.entries[0]?.detail).toContain('a secret of the inside')
  })

  it('only takes note in a world whose answers break the contract: there it is what is wrong', async () => {
    const { status, log } = await askForKeys(() => ({ status: 202, body: { keys: [] } }), { R20: 'other' })
    expect([status, log.contractViolations]).toStrictEqual([202, 0])
    expect(log.entries.map(({ kind }) => kind)).toStrictEqual(['note'])
  })

  it('is as strict as ever in any other world that somebody chose', async () => {
    const { status, log } = await askForKeys(() => ({ status: 202, body: { keys: [] } }), { A5: 'reusable' })
    expect([status, log.contractViolations]).toStrictEqual([500, 1])
  })
})
