import { describe, expect, it, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { createCefiWsClient } from '../src/client.ts'

/** How many sockets and timers keep the process alive. */
function handles(): { readonly sockets: number; readonly timers: number } {
  const kinds = process.getActiveResourcesInfo()
  const count = (matches: (kind: string) => boolean): number => kinds.filter(matches).length
  return { sockets: count((kind) => kind.startsWith('TCP')), timers: count((kind) => kind === 'Timeout') }
}

describe('closing clients', () => {
  it('leaves as many sockets and timers as there were before', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        const { channels, item_names } = JSON.parse(data.toString()) as { channels: string[]; item_names: string[] }
        const subscriptions = channels.map((channel) => ({ channel, item_names }))
        socket.send(
          JSON.stringify({ channel: 'WEBSOCKET', update: 'SNAPSHOT', status: 'UNAUTHENTICATED', subscriptions }),
        )
      })
    })
    await new Promise((resolve) => server.on('listening', resolve))
    const url = `ws://127.0.0.1:${(server.address() as { readonly port: number }).port}`
    const before = handles()
    const clients = Array.from({ length: 20 }, () => createCefiWsClient({ url }))
    await Promise.all(clients.map((client) => client.orderBook('BTC-PYUSD')))
    // One for each way to be closed: with a subscription, before it is open, and while it waits to connect again.
    const hasty = createCefiWsClient({ url })
    const lonely = createCefiWsClient({ url: 'ws://127.0.0.1:1' })
    await new Promise<void>((resolve) => void lonely.on('disconnect', () => resolve()))
    expect(handles().sockets).toBeGreaterThan(before.sockets + 20)
    await Promise.all([...clients, hasty, lonely].map((client) => client.close()))
    // The other end of each has to go, too. The runner has timers of its own, which may end at any time; it starts none meanwhile.
    await vi.waitFor(() => expect(handles().sockets).toBe(before.sockets), 15_000)
    expect(handles().timers).toBeLessThanOrEqual(before.timers)
    await new Promise((resolve) => server.close(resolve))
  })
})
