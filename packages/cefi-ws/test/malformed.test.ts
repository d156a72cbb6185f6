import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualRuntime } from '../../core/test/virtual-runtime.ts'
import { confirmation, dropcopy } from './support/frames.ts'
import { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, ETH, failure, opened, withBook } from './support/start.ts'

const CLIENT = '78901985048264710'

describe('a confirmation whose list cannot be read', () => {
  it.each([
    ['an object', {}],
    ['a text', 'DEPTH'],
    ['a list of nothing', [null]],
    ['a list of texts', ['DEPTH']],
    ['items that are no list', [{ channel: 'DEPTH', item_names: BTC }]],
    ['items that are no texts', [{ channel: 'DEPTH', item_names: [5, null] }]],
  ])('because it is %s lists nothing: the subscription is refused, and the session lives', async (_, subscriptions) => {
    const script = await opened()
    const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive({ channel: 'WEBSOCKET', update: 'SNAPSHOT', status: 'UNAUTHENTICATED', subscriptions })
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    expect(await outcome).toMatchObject({ code: 'rejected', items: [BTC] })
    await script.end(...CLOSING)
  })

  it('because it is null is taken at its status, as if it were left out', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    await script.did()
    await script.receive({ channel: 'WEBSOCKET', update: 'SNAPSHOT', status: 'UNAUTHENTICATED', subscriptions: null })
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await expect(subscribing).resolves.toMatchObject({ items: [BTC] })
    await script.end(...CLOSING)
  })
})

describe('a frame about a book', () => {
  it.each([
    ['a level is null', { symbol: BTC, bids: [null] }],
    ['a level is a text', { symbol: BTC, asks: ['100'] }],
    ['the symbol is a number', { symbol: 5, bids: [] }],
    ['the symbol is an object', { symbol: {}, bids: [] }],
  ])('that cannot be read, because %s, makes the book stale', async (_, data) => {
    const { script, book } = await withBook()
    await script.receive({ channel: 'DEPTH', update: 'UPDATE', data })
    expect([await script.did(), book.state]).toEqual([
      ['book stale: invalid-level', `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`],
      'stale',
    ])
    await script.end(...CLOSING)
  })
})

describe('a status that is no text', () => {
  it.each([null, 5, {}])('says nothing about the connection, as %s', async (status) => {
    const { script, book } = await withBook({ auth })
    await script.receive({ channel: 'WEBSOCKET', update: 'UPDATE', status })
    await script.receive({ channel: 'DEPTH', update: 'UPDATE', data: { symbol: BTC }, status })
    expect([await script.did(), book.state]).toEqual([[], 'live'])
    await script.end(...CLOSING, 'book stale: ended')
  })
})

describe('a change that names no instrument', () => {
  it('makes the book stale also while the server is asked for something else', async () => {
    const { script, book } = await withBook()
    void script.client.subscribe({ channel: 'TRADE', items: [ETH] }).catch(() => {})
    await script.did()
    await script.receive({ channel: 'DEPTH', update: 'UPDATE', data: { bids: [{ price: '98', qty: '1' }] } })
    expect([await script.did(), book.state]).toEqual([['book stale: invalid-level'], 'stale'])
    await script.end(...CLOSING)
  })
})

describe('a report about an order', () => {
  it('whose client cannot be read reaches the one who follows the only client there is', async () => {
    const script = await opened({ auth })
    const orders = await confirmed(script, script.client.dropCopy([CLIENT]))
    const next = orders[Symbol.asyncIterator]().next()
    await script.receive({ channel: 'DROPCOPY', update: 'UPDATE', data: { id: '1', order_info: { client_id: 5 } } })
    await expect(next).resolves.toMatchObject({ value: { id: '1' } })
    await script.end(...CLOSING)
  })
})

describe('what is nested deeper than the stack is', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`

  it('is no reason to throw in a confirmation that has the time of the one before', async () => {
    const { script, book } = await withBook({ auth })
    const text = `{"channel":"WEBSOCKET","update":"SNAPSHOT","timestamp":"1800000000000000000","x":${deep}}`
    await script.receive(text, text)
    expect([await script.did(), book.state]).toEqual([[], 'live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is delivered once in a report that two connections tell', async () => {
    const script = await opened({ auth, rotateAfterMs: 10_000 })
    const subscription = await confirmed(script, script.client.subscribe({ channel: 'DROPCOPY', items: [CLIENT] }))
    const reports = subscription[Symbol.asyncIterator]()
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE DROPCOPY ${CLIENT}`])
    const report = `{"channel":"DROPCOPY","update":"UPDATE","data":{"id":"1","x":${deep}}}`
    await script.on(0).receive(report)
    expect((await reports.next()).value).toMatchObject({ data: { id: '1' } })
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DROPCOPY ${CLIENT}`])
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    await script.on(0).receive(report, dropcopy({ id: '2', order_info: { client_id: CLIENT } }))
    expect((await reports.next()).value).toMatchObject({ data: { id: '2' } })
    await script.end(...CLOSING)
  })
})

/** What a member can be instead of what it should be, and what it should be. */
const oddity = fc.constantFrom<unknown>(null, 0, 1e300, true, '', 'x', '-1', [], [null], [[]], {}, BTC, ETH, CLIENT)
const object = fc.dictionary(
  fc.constantFrom('symbol', 'bids', 'asks', 'id', 'info', 'order_info', 'order_id', 'status', 'client_id', 'channel'),
  fc.oneof(
    oddity,
    fc.array(fc.record({ price: oddity, qty: oddity }), { maxLength: 3 }),
    fc.record({ symbol: oddity, client_id: oddity }),
  ),
)

/** Frames that pass for messages of the contract, with anything at all in their members. */
const anyFrame = fc
  .tuple(
    fc.constantFrom('WEBSOCKET', 'INSTRUMENT', 'EBBO', 'DEPTH', 'TRADE', 'DROPCOPY', 'NEWS'),
    fc.constantFrom('WELCOME', 'SNAPSHOT', 'UPDATE', 'SNAPSHOT_COMPLETE', 'DELTA'),
    fc.dictionary(
      fc.constantFrom('data', 'data', 'subscriptions', 'status', 'seqnum', 'item', 'connections'),
      fc.oneof(oddity, object, fc.array(object, { maxLength: 2 })),
    ),
  )
  .map(([channel, update, members]) => ({ channel, update, ...members }))

describe('whatever the server sends', () => {
  it('throws nothing, ends no book, and keeps the connection', async () => {
    const property = fc.asyncProperty(fc.array(anyFrame, { minLength: 1, maxLength: 12 }), async (frames) => {
      const { script, book } = await withBook({ auth, onGap: 'event' })
      const errors: unknown[] = []
      book.on('end', (error) => errors.push(error))
      // A request in flight, so that confirmations are read as its answer.
      script.client.subscribe({ channel: 'TRADE', items: [ETH] }).catch((error: unknown) => script.note(String(error)))
      await script.did()
      for (const frame of frames) {
        await script.receive(frame)
        await script.did()
      }
      expect(errors).toEqual([])
      expect(script.isOpen).toBe(true)
      await script.client.close()
    })
    await fc.assert(property, { numRuns: 150 })
    // The clock is virtual: how long this takes says something about the machine and nothing about the client.
  }, 60_000)

  it('leaves a book that reads as live as it was, unless it is about that book', async () => {
    let compared = 0
    const property = fc.asyncProperty(fc.array(anyFrame, { minLength: 1, maxLength: 10 }), async (frames) => {
      const { script, book } = await withBook()
      const foreign = frames.filter(({ channel }) => channel !== 'DEPTH')
      for (const frame of foreign) {
        await script.receive(frame)
        await script.did()
        // What nobody can read may have been about the book. It is asked for anew then, and may be refused.
        if (book.state !== 'live') break
        expect(book.depth(9)).toMatchObject({ bids: [{ price: '99' }], asks: [{ price: '101' }] })
        compared++
      }
      await script.client.close()
    })
    await fc.assert(property, { numRuns: 50 })
    expect(compared).toBeGreaterThan(50)
  })
})

describe('a driver that throws', () => {
  it('when the client is made fails the making, and leaves no timer', () => {
    const clock = new VirtualRuntime(0)
    const make = (): Script =>
      new Script({
        runtime: clock,
        driver() {
          throw new TypeError('no sockets here')
        },
      })
    expect(make).toThrow('no sockets here')
    expect(clock.pending).toBe(0)
  })
})
