import { once } from 'node:events'
import { beforeAll, describe, expect, test } from 'vitest'
import { TrueMarketsError } from '../src/errors/true-markets-error.ts'
import { CALLS, client, expectRow, observe, RETRY_CLASSES, sendsOf } from './fault-client.ts'
import type { FaultRow } from './fault-row.ts'
import { type Fault, http, reply, startFaultServer } from './fault-server.ts'
import { BODY_FAULTS } from './faults-body.ts'
import { CONNECTION_FAULTS } from './faults-connection.ts'
import { STATUS_FAULTS } from './faults-status.ts'

const ROWS: readonly FaultRow[] = [...CONNECTION_FAULTS, ...BODY_FAULTS, ...STATUS_FAULTS]

// The first call of a process loads what fetch is made of, which on a busy machine takes longer than a fault may.
beforeAll(async () => {
  const server = await startFaultServer(reply(http(200)))
  await observe(server, 'safe')
  await server.close()
})

describe('the fault matrix', () => {
  test('has at least sixty faults, each named once', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(60)
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length)
  })

  describe.for(RETRY_CLASSES)('%s', (retryClass) => {
    test.concurrent.for(ROWS)('$name', async (row, { expect }) => {
      const server = await startFaultServer(row.fault)
      try {
        const observed = await observe(server, retryClass)
        expectRow(expect, row, retryClass, observed)
        // The server's own count: nothing was sent behind the client's back.
        expect(server.requests).toHaveLength(sendsOf(observed.outcome))
      } finally {
        await server.close()
      }
    })
  })
})

describe('faults before a request can be sent', () => {
  test.for(['safe', 'never'] as const)('nobody listens: %s', async (retryClass) => {
    const server = await startFaultServer(reply(http(200)))
    await server.close()
    const { outcome } = await observe(server, retryClass)
    expect(outcome).toBe(retryClass === 'never' ? 'connection_failed ×1' : 'connection_failed ×3')
  })

  test('the server resets every connection', async () => {
    const server = await startFaultServer(reply(http(200)), (socket) => {
      socket.resetAndDestroy()
      return true
    })
    expect((await observe(server, 'safe')).outcome).toBe('connection_failed ×3')
    expect(server.connections()).toBeGreaterThanOrEqual(3)
    await server.close()
  })
})

test.for(RETRY_CLASSES)('421 is sent once more by fetch itself, as its standard says: %s', async (retryClass) => {
  const server = await startFaultServer(reply(http(421, '{"message":"m"}')))
  expect((await observe(server, retryClass)).outcome).toBe('rejected ×1')
  expect(server.requests).toHaveLength(2)
  await server.close()
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

  test('is left alone by a write when the server ended it while it was idle', async () => {
    const ended: Promise<unknown>[] = []
    const server = await startFaultServer((socket, { body }) => {
      ended.push(once(socket, 'close'))
      socket.end(http(200, body))
    })
    const { api } = client(server.port)
    for (const index of [0, 1, 2]) {
      expect(await api.createOrder({ body: { index } })).toEqual({ index })
      await ended[index]
    }
    expect([server.connections(), server.requests.length]).toEqual([3, 3])
    await server.close()
  })

  test.for(RETRY_CLASSES)(
    'and ends just as a request arrives leaves in doubt what became of that: %s',
    async (retryClass) => {
      const server = await startFaultServer((socket, { number }) => {
        if (number === 2) socket.end()
        else socket.write(http(200))
      })
      const { api } = client(server.port)
      await api.getHealth()
      const outcome = await CALLS[retryClass](api).then(
        () => 'ok',
        (error: unknown) => (error instanceof TrueMarketsError ? error.code : error),
      )
      expect([outcome, server.requests.length]).toEqual(retryClass === 'never' ? ['outcome_unknown', 2] : ['ok', 3])
      await server.close()
    },
  )
})
