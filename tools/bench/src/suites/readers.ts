import { type CefiWsClient, createCefiWsClient } from '@truemarkets/cefi-ws'
import { WebSocket } from 'ws'

const ITEM = 'BTC-PYUSD'

/** The part of an update that is looked at. */
export interface Update {
  readonly data?: { readonly match_id?: string } | undefined
}

/** Takes one update after the other, and calls back once with what was measured. */
export type Meter<Run> = (done: (run: Run) => void) => (update: Update) => void

/** Reads what flood.ts tells of a channel. */
export type Reader = <Run>(url: string, channel: 'TRADE' | 'DEPTH', meter: Meter<Run>) => Promise<Run>

/** The least that a program can do to read updates: what kernel, `ws` and `JSON.parse` take by themselves. */
export const overBareSocket: Reader = (url, channel, meter) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    let end = (): void => reject(new Error('The bare socket was closed before everything had come.'))
    const take = meter((run) => {
      end = () => resolve(run)
      // With a handshake, as the client does: one that is cut keeps the other side busy for seconds, at the expense of the next.
      socket.close()
    })
    socket.on('close', () => end())
    socket.on('open', () =>
      socket.send(
        JSON.stringify({ type: 'SUBSCRIBE_NO_AUTH', channels: [channel], item_names: [ITEM], timestamp: '0' }),
      ),
    )
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Update & { readonly channel: string; readonly update: string }
      if (message.channel === channel && message.update === 'UPDATE') take(message)
    })
  })

/** The client, with a listener. */
export const byListener: Reader = (url, channel, meter) =>
  withClient(url, async (client, done) => {
    const take = meter(done)
    const subscription = await client.subscribe({ channel, items: [ITEM] })
    subscription.on('message', (message) => {
      if (message.update === 'UPDATE') take(message as Update)
    })
  })

/** The client, with `for await`. */
export const byIterator: Reader = (url, channel, meter) =>
  withClient(url, async (client, done) => {
    const take = meter(done)
    const subscription = await client.subscribe({ channel, items: [ITEM] })
    for await (const message of subscription) if (message.update === 'UPDATE') take(message as Update)
  })

/** A client that reconnects would go on as if nothing had happened, and its pause would be taken for its speed. */
async function withClient<Run>(
  url: string,
  read: (client: CefiWsClient, done: (run: Run) => void) => Promise<void>,
): Promise<Run> {
  const client = createCefiWsClient({ url, resolveSymbols: false })
  try {
    return await new Promise<Run>((resolve, reject) => {
      client.on('disconnect', ({ code, cause }) =>
        reject(new Error(`The client was disconnected, ${code}.`, { cause })),
      )
      read(client, resolve).catch(reject)
    })
  } finally {
    await client.close()
  }
}
