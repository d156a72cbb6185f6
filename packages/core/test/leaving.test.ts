import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { http, reply, startFaultServer } from './fault-server.ts'

/** A program that calls and does nothing about leaving. */
const program = (port: number): string => `
  import { createOperations, createPipeline, createTokenSource, bearerAuthorizer } from '@truemarkets/core'
  const row = { id: 'getOrder', method: 'GET', path: '/orders/{id}', auth: 'bearer', authOptional: false, retry: 'safe', page: 'none', unwrap: false, success: [200], deprecated: false }
  const source = createTokenSource({ exchange: async () => ({ access_token: 'a', refresh_token: 'r', expires_in: 60 }) })
  const pipeline = createPipeline({ baseUrl: 'http://127.0.0.1:${port}/v1', operations: { row }, authorizer: bearerAuthorizer(source) })
  const api = createOperations({ row }, { pipeline })
  const { signal } = new AbortController()
  await Promise.all([api.getOrder({ path: { id: '1' } }), api.getOrder({ path: { id: '2' } }, { signal })])
  console.log('done', process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length)
`

test('a program ends by itself after its calls, although its connections are kept alive', async () => {
  const server = await startFaultServer(reply(http(200, '{"ok":true}', { 'keep-alive': 'timeout=600' })))
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(server.port)], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 20_000,
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code, killedBy] = (await once(child, 'exit')) as readonly unknown[]
  expect({ said, code, killedBy }).toEqual({ said: 'done 0\n', code: 0, killedBy: null })
  expect(server.requests).toHaveLength(2)
  await server.close()
})
