import { startSandbox } from '@truemarkets/sandbox'
import { expect, it, vi } from 'vitest'
import { type CefiWsClient, createCefiWsClient } from '../src/client.ts'

// The open questions of specs/cefi-ws/questions.yaml about the connection itself; `apps/conformance` runs a program in every world.

/** Runs a test in the world where these questions have these answers, with clients that come back at once. */
async function inWorld(
  answers: Readonly<Record<string, string>>,
  run: (connect: () => CefiWsClient) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ answers })
  const clients: CefiWsClient[] = []
  try {
    await run(() => {
      const url = sandbox.urls.cefiWs
      const client = createCefiWsClient({ url, validate: 'contract', backoff: { minMs: 1, maxMs: 5 } })
      clients.push(client)
      return client
    })
    expect(sandbox.log).toMatchObject({ internalErrors: 0, contractViolations: 0 })
  } finally {
    await Promise.all(clients.map((client) => client.close()))
    await sandbox.close()
  }
}

const disconnected = (client: CefiWsClient) =>
  new Promise((resolve) => {
    client.on('disconnect', resolve)
  })

async function liveBook(client: CefiWsClient): Promise<void> {
  const book = await client.orderBook('BTC-PYUSD')
  await vi.waitFor(() => expect(book.state).toBe('live'))
}

it('gets in as soon as another one is gone, where fewer connections are allowed at once (W16)', () =>
  inWorld({ W16: 'fewer' }, async (connect) => {
    const first = connect()
    await liveBook(first)
    await liveBook(connect())
    const third = connect()
    const refused = disconnected(third)
    const book = liveBook(third)
    expect(await refused).toMatchObject({ code: 1006, kind: 'lost' })
    await first.close()
    await book
  }))
