import { validators as full } from '@truemarkets/cefi-ws/validators'
import { validators as shape } from '@truemarkets/cefi-ws/validators/shape'
import type { Figure, Suite } from '../figure.ts'
import { sideBySide } from '../side-by-side.ts'

/** A book of 50 levels as it comes over the socket. */
function bookMessage(): string {
  const levels = Array.from({ length: 25 }, (_, index) => ({
    price: `${110_865 + index}.50`,
    qty: '0.25',
    order_count: '3',
    last_update: '1741894773000000000',
  }))
  const data = { symbol: 'BTC-PYUSD', bids: levels, asks: levels }
  return JSON.stringify({ channel: 'DEPTH', update: 'SNAPSHOT', seqnum: '12', status: 'AUTHENTICATED', data })
}

/** What checking a message costs beside reading it. */
export const validation: Suite = {
  name: 'validators',
  async *figures(): AsyncIterable<Figure> {
    const text = bookMessage()
    const message: unknown = JSON.parse(text)
    // One that stops at the first thing wrong would be fast.
    if (!shape.message.depth(message) || !full.message.depth(message)) throw new Error('The book breaks the contract.')
    const measured = await sideBySide({
      parse: () => JSON.parse(text) as unknown,
      shape: () => shape.message.depth(message),
      full: () => full.message.depth(message),
    })
    yield {
      name: 'shape of a 50-level book, over JSON.parse',
      value: measured.shape.ratio,
      unit: '×',
      target: { at: 'most', value: 0.1 },
    }
    yield { name: 'everything about it, over JSON.parse', value: measured.full.ratio, unit: '×' }
  },
}
