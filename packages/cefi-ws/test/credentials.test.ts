import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthUpdate, dropcopy } from './support/frames.ts'
import { auth, BTC, CLOSING, confirmed, failure, opened, subscribed, withBook } from './support/start.ts'

const CLIENT = '78901985048264710'
const DONE = { done: true, value: undefined }

/** A drop copy that is confirmed. */
async function followed() {
  const script = await opened({ auth })
  const orders = await confirmed(script, script.client.dropCopy([CLIENT]))
  return { script, orders }
}

describe('a client with credentials', () => {
  it('keeps them out of a request that is to go without', async () => {
    const script = await opened({ auth })
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC], signed: false })
    // The script looks for credentials in the frame.
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    const depth = await subscribing
    depth.close()
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('sends nothing without them, unless a subscription asks for that', async () => {
    const script = await opened({ auth, resolveSymbols: false })
    const sent: string[] = []
    script.client.on('request', ({ signed, channels }) => sent.push(`${channels.join('+')} ${signed}`))
    const subscribing = (['DEPTH', 'TRADE'] as const).map((channel) =>
      script.client.subscribe({ channel, items: [BTC] }),
    )
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC], ['TRADE', BTC]))
    const [depth] = await Promise.all(subscribing)
    depth?.close()
    await script.did()
    expect(sent).toEqual(['DEPTH true', 'TRADE true', 'DEPTH true'])
    await script.end(...CLOSING)
  })

  it('unsubscribes with them what it subscribed with them', async () => {
    const { script, depth } = await subscribed({ auth })
    depth.close()
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('signs the path that signedPath says', async () => {
    // The server of a script goes by the path of the URL.
    const script = await opened({ auth, signedPath: '' })
    void failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC} WRONG signature`, 'state authenticating'])
    await script.end(...CLOSING)
  })

  it('asks for DROPCOPY apart from market data', async () => {
    const script = await opened({ auth })
    const orders = script.client.dropCopy([CLIENT])
    const depth = script.client.subscribe({ channel: 'DEPTH', items: [CLIENT] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DROPCOPY ${CLIENT}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live', `send SUBSCRIBE DEPTH ${CLIENT}`])
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT], ['DEPTH', CLIENT]))
    await Promise.all([orders, depth])
    await script.end(...CLOSING)
  })
})

describe('a signed request that nobody answers', () => {
  it('leaves the session authenticating until the server says something', async () => {
    const script = await opened({ auth, requestTimeoutMs: 5000 })
    const unanswered = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.advance(5000)
    expect(await unanswered).toMatchObject({ code: 'timed_out', scope: 'attempt' })
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.advance(5000)
    expect([await script.did(), script.client.state]).toEqual([
      [`lingering DEPTH ${BTC} unanswered`, `send UNSUBSCRIBE DEPTH ${BTC}`],
      'authenticating',
    ])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    await script.end(...CLOSING)
  })
})

describe('credentials that expire on an open connection', () => {
  it('make what was signed stale, and are presented again', async () => {
    const { script } = await withBook({ auth })
    await script.receive({ ...depthUpdate(BTC, [], [], '10'), status: 'UNAUTHENTICATED' })
    expect(await script.did()).toEqual([
      'status UNAUTHENTICATED',
      'book stale: unauthenticated',
      `send UNSUBSCRIBE DEPTH ${BTC}`,
      'state authenticating',
    ])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live', `send SUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('time after time are presented on the next connection at the latest, and not once more there', async () => {
    const { script } = await withBook({ auth, pingIntervalMs: 1_000_000 })
    const expired = { ...confirmation('UNAUTHENTICATED'), update: 'UPDATE' }
    for (const waitMs of [0, 500]) {
      await script.receive(expired)
      await script.did()
      await script.advance(waitMs)
      await script.did()
      await script.receive(confirmation('AUTHENTICATED'))
      await script.did()
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
      await script.did()
    }
    // The third time waits for a second.
    await script.receive(expired)
    expect(await script.did()).toEqual(['status UNAUTHENTICATED'])
    await script.drop(1006)
    await script.did()
    await script.advance(499)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    await script.advance(10_000)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it.each(['ERROR', 'INVALID'])('are not suspected because of a status %s that nobody asked for', async (status) => {
    const { script, book } = await withBook({ auth })
    await script.receive({ ...confirmation(status, ['DEPTH', BTC]), update: 'UPDATE' })
    expect([await script.did(), book.state]).toEqual([[`status ${status}`], 'live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('are noticed by a confirmation that nobody asked for', async () => {
    const { script } = await withBook({ auth })
    await script.receive({ ...confirmation('UNAUTHORIZED'), update: 'UPDATE' })
    expect(await script.did()).toEqual([
      'status UNAUTHORIZED',
      'book stale: unauthenticated',
      `send UNSUBSCRIBE DEPTH ${BTC}`,
      'state authenticating',
    ])
    await script.end(...CLOSING)
  })
})

describe('DROPCOPY', () => {
  it('is delivered as it came to one who subscribes to the channel itself', async () => {
    const script = await opened({ auth })
    const reports = await confirmed(script, script.client.subscribe({ channel: 'DROPCOPY', items: [CLIENT] }))
    const next = reports[Symbol.asyncIterator]().next()
    const payload = { exeuted_qty: '1', order: { client_id: CLIENT }, anything: [{ at: 'all' }] }
    await script.receive(dropcopy(payload, '1'))
    expect((await next).value).toEqual({ channel: 'DROPCOPY', update: 'UPDATE', seqnum: '1', data: payload })
    await script.end(...CLOSING)
  })

  it('passes over what reports nothing', async () => {
    const { script, orders } = await followed()
    const empty = { channel: 'DROPCOPY', update: 'UPDATE' }
    await script.receive(complete('DROPCOPY', CLIENT), empty, { ...empty, data: null }, dropcopy({ id: '1' }))
    expect((await orders[Symbol.asyncIterator]().next()).value).toMatchObject({ id: '1' })
    await script.end(...CLOSING)
  })

  it('knows each order as of the last report that has come, and tells each report as of itself', async () => {
    const script = await opened({ auth })
    const following = script.client.dropCopy([CLIENT], { buffer: { policy: 'dropOldest', capacity: 2 } })
    await script.did()
    // The report comes in one breath with the confirmation, before the caller can read anything.
    await script.receiveAtOnce(
      confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT]),
      dropcopy({ id: '1', status: 'ACTIVE', external_id: 'x' }),
    )
    await script.did()
    const orders = await following
    await script.receive(dropcopy({ id: '1', leaves_qty: '3' }), dropcopy({ id: '1', status: 'FILLED' }))
    expect(orders.order('1')).toMatchObject({ status: 'FILLED', external_id: 'x', leaves_qty: '3' })
    const reports = orders[Symbol.asyncIterator]()
    expect((await reports.next()).value).toMatchObject({ status: 'ACTIVE', leaves_qty: '3' })
    expect((await reports.next()).value).toMatchObject({ status: 'FILLED', leaves_qty: '3' })
    await script.end(...CLOSING)
  })

  it.each(['before the first report', 'while one is waited for'])(
    'is let go when its iteration is left %s',
    async (when) => {
      const { script, orders } = await followed()
      const reports = orders[Symbol.asyncIterator]()
      const next = when === 'while one is waited for' ? reports.next() : undefined
      const left = reports.return?.()
      expect(await script.did()).toEqual([`send UNSUBSCRIBE DROPCOPY ${CLIENT}`])
      expect([await left, await (next ?? reports.next())]).toEqual([DONE, DONE])
      await script.end(...CLOSING)
    },
  )

  it('answers calls of next() in the order they were made, also after what reports nothing', async () => {
    const { script, orders } = await followed()
    const reports = orders[Symbol.asyncIterator]()
    const both = Promise.all([reports.next(), reports.next()])
    await script.receive(complete('DROPCOPY', CLIENT), dropcopy({ id: '1' }), dropcopy({ id: '2' }))
    expect((await both).map(({ value }) => value?.id)).toEqual(['1', '2'])
    await script.receive(dropcopy({ id: '3' }))
    for await (const { id } of reports) {
      expect(id).toBe('3')
      break
    }
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DROPCOPY ${CLIENT}`])
    await script.end(...CLOSING)
  })

  it('keeps the state of each order, and passes on what it cannot place', async () => {
    const { script, orders } = await followed()
    await script.receive(
      dropcopy({ id: '1', status: 'ACTIVE', order: { client_id: CLIENT, price: '5' }, leaves_qty: '2' }, '1'),
      dropcopy({ order_id: '1', order: { client_id: CLIENT, price: '5' }, exeuted_qty: '1', venue: 'x' }, '2'),
      dropcopy({ text: 'hello' }, '3'),
    )
    const reports = orders[Symbol.asyncIterator]()
    await reports.next()
    const fill = await reports.next()
    expect(fill.value).toMatchObject({ id: '1', status: 'ACTIVE', leaves_qty: '2', executed_qty: '1' })
    expect(fill.value?.raw).toMatchObject({ exeuted_qty: '1', venue: 'x' })
    expect((await reports.next()).value).toMatchObject({ id: undefined, text: 'hello' })
    expect(orders.order('1')).toBe(fill.value)
    orders.close()
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DROPCOPY ${CLIENT}`])
    await script.end(...CLOSING)
  })
})
