import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { hmacAuthorizer } from '../src/credentials/hmac-authorizer.ts'
import { hmacKey } from '../src/credentials/hmac-key.ts'
import { createOperations } from '../src/http/create-operations.ts'
import { createPipeline } from '../src/http/pipeline.ts'
import { type FaultRow, LIMITS } from './fault-row.ts'
import { type Fault, http, reply, startFaultServer } from './fault-server.ts'
import { BODY_FAULTS } from './faults-body.ts'
import { CONNECTION_FAULTS } from './faults-connection.ts'
import { STATUS_FAULTS } from './faults-status.ts'
import { TABLE, type TestApi } from './harness.ts'
import { UNTRUSTED } from './untrusted-certificate.ts'

/** What a busy machine may add to any call. */
const SLACK_MS = 2000

const CALLS = {
  safe: (api: TestApi) => api.getOrder({ path: { id: '7' } }),
  idempotent: (api: TestApi) => api.cancelOrder({ path: { id: '7' } }),
  never: (api: TestApi) => api.createOrder({ body: { qty: '1' } }),
} as const
type RetryClass = keyof typeof CALLS

interface Observed {
  readonly outcome: string
  readonly elapsedMs: number
  readonly logs: readonly string[]
}

/** A client of a port, with the real fetch, real sockets and real time. */
function client(port: number, scheme = 'http'): { readonly api: TestApi; readonly logs: string[] } {
  const logs: string[] = []
  const line = (message: string): void => void logs.push(message.replace('truemarkets ', ''))
  const pipeline = createPipeline({
    baseUrl: `${scheme}://127.0.0.1:${port}/v1`,
    operations: TABLE,
    authorizer: hmacAuthorizer(hmacKey({ organizationId: 'o', keyId: 'k', secret: 's' }), { scheme: 'cefi-rest' }),
    logger: { debug: line, warn: line },
    ...LIMITS,
  })
  return { api: createOperations<TestApi>(TABLE, { pipeline }), logs }
}

async function observe(port: number, retryClass: RetryClass, scheme?: string): Promise<Observed> {
  const { api, logs } = client(port, scheme)
  const started = performance.now()
  const code = await CALLS[retryClass](api).then(
    () => 'ok',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : `not typed: ${String(error)}`,
  )
  const sends = logs.filter((message) => message === 'attempt').length
  return { outcome: `${code} ×${sends}`, elapsedMs: performance.now() - started, logs }
}

/** The log of a call that was sent so often. */
function expectedLogs(sends: number): string[] {
  return ['request', ...Array.from({ length: sends - 1 }, () => ['attempt', 'retry']).flat(), 'attempt']
}

const ROWS: readonly FaultRow[] = [...CONNECTION_FAULTS, ...BODY_FAULTS, ...STATUS_FAULTS]

describe('the fault matrix', () => {
  test('has at least sixty faults, each named once', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(60)
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length)
  })

  describe.for(['safe', 'idempotent', 'never'] as const)('%s', (retryClass) => {
    test.concurrent.for(ROWS)(
      '$name',
      async ({ fault, repeated, never, elapsed = [0, 1000], warnings = [] }, { expect }) => {
        const server = await startFaultServer(fault)
        try {
          const observed = await observe(server.port, retryClass)
          const expected = retryClass === 'never' ? never : repeated
          expect(observed.outcome).toBe(expected)
          const sends = Number(expected.split('×')[1])
          // The server's own count: nothing was sent behind the client's back.
          expect(server.requests).toHaveLength(sends)
          expect(observed.logs.filter((message) => !['skew', 'deprecation', 'sunset'].includes(message))).toEqual(
            expectedLogs(sends),
          )
          expect(observed.logs.filter((message) => message === 'skew')).toEqual(warnings)
          if (retryClass !== 'never') expect(observed.elapsedMs).toBeGreaterThanOrEqual(elapsed[0])
          expect(observed.elapsedMs).toBeLessThanOrEqual(elapsed[1] + SLACK_MS)
        } finally {
          await server.close()
        }
      },
    )
  })
})

describe('faults before a request can be sent', () => {
  test.for(['safe', 'never'] as const)('nobody listens: %s', async (retryClass) => {
    const server = await startFaultServer(reply(http(200)))
    await server.close()
    const { outcome } = await observe(server.port, retryClass)
    expect(outcome).toBe(retryClass === 'never' ? 'connection_failed ×1' : 'connection_failed ×3')
  })

  test('the server resets every connection', async () => {
    const server = await startFaultServer(reply(http(200)), (socket) => {
      socket.resetAndDestroy()
      return true
    })
    expect((await observe(server.port, 'safe')).outcome).toBe('connection_failed ×3')
    expect(server.connections()).toBeGreaterThanOrEqual(3)
    await server.close()
  })

  test.for(['safe', 'never'] as const)('the certificate is not trusted: %s', async (retryClass) => {
    let received = 0
    const server = createTlsServer(UNTRUSTED, (socket) => {
      socket.on('error', () => {})
      socket.on('data', () => received++)
    })
    server.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { outcome } = await observe(port, retryClass, 'https')
    // We refused the server, so that nothing of a request can have arrived: known, and not unknown.
    expect(outcome).toBe(retryClass === 'never' ? 'connection_failed ×1' : 'connection_failed ×3')
    expect(received).toBe(0)
    await new Promise((resolve) => server.close(resolve))
  })

  test('the server does not speak TLS', async () => {
    const server = await startFaultServer(reply(http(200)), (socket) => {
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      return true
    })
    expect((await observe(server.port, 'safe', 'https')).outcome).toBe('connection_failed ×3')
    expect(server.requests).toHaveLength(0)
    await server.close()
  })
})

describe('a connection that is used again', () => {
  const run = async (fault: Fault, calls: number): Promise<string[]> => {
    const server = await startFaultServer(fault)
    const { api } = client(server.port)
    const results: string[] = []
    for (let index = 0; index < calls; index++) {
      results.push(
        await api.createOrder({ body: { index } }).then(
          (value) => JSON.stringify(value),
          (error: unknown) => String((error as { code?: unknown }).code),
        ),
      )
    }
    await server.close()
    return results
  }

  test('gives no call the answer that a server pushed behind another', async () => {
    const results = await run(
      (socket, { body }) => void socket.write(Buffer.concat([http(200, body), http(200, '{"smuggled":true}')])),
      3,
    )
    expect(results.join(' ')).not.toContain('smuggled')
  })

  test('keeps answers and calls together', async () => {
    expect(await run((socket, { body }) => void socket.write(http(200, body)), 5)).toEqual(
      [0, 1, 2, 3, 4].map((index) => `{"index":${index}}`),
    )
  })
})
