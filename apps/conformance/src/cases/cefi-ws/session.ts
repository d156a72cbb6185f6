import type { CefiWsClient, CefiWsClientOptions } from '@truemarkets/cefi-ws'
import type { CaseContext } from '../../case/context.ts'

export const symbol = 'BTC-PYUSD'

/** A client that is closed after the case; a socket that stays open would fail it. */
export function session(context: CaseContext, options: Partial<CefiWsClientOptions> = {}): CefiWsClient {
  const client = context.cefiWs(options)
  context.defer(() => client.close())
  return client
}

/** A frame that answers a request: all that is on the channel of the connection, but for the greeting. */
export const isConfirmation = ({ channel, update }: { channel?: unknown; update?: unknown }): boolean =>
  channel === 'WEBSOCKET' && update !== 'WELCOME'

export type Reader<Message> = { until(wanted: (message: Message) => boolean): Promise<Message[]> }

/** Reads a subscription in pieces: everything up to and including the message that was waited for. */
export function reader<Message>(source: AsyncIterable<Message>): Reader<Message> {
  const messages = source[Symbol.asyncIterator]()
  return {
    async until(wanted) {
      const read: Message[] = []
      for (;;) {
        const next = await messages.next()
        if (next.done === true) throw new Error(`the subscription ended after ${read.length} messages`)
        read.push(next.value)
        if (wanted(next.value)) return read
      }
    },
  }
}

/** A promise for the first time an event brings what is wanted. */
export function firstMessage(client: CefiWsClient, wanted: (message: { channel: string; update: string }) => boolean) {
  return new Promise<unknown>((resolve) => {
    const off = client.on('message', (message) => {
      if (!wanted(message)) return
      off()
      resolve(message)
    })
  })
}
