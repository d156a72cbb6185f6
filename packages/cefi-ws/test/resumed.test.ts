import { describe, expect, it } from 'vitest'
import type { Subscription } from '../src/subscription/subscription.ts'
import { confirmation, depthSnapshot, depthUpdate, dropcopy, trade } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, opened, subscribed } from './support/start.ts'

const CLIENT = '78901985048264710'
const OTHER = '78901985055342602'

/** What a consumer hears of interruptions, whatever the channel. */
type Heard =
  | Pick<Subscription<'DROPCOPY'>, 'on'>
  | Pick<Subscription<'DEPTH'>, 'on'>
  | Pick<Subscription<'TRADE'>, 'on'>

function listen(script: Script, stream: Heard): void {
  stream.on('stale', (reason) => script.note(`stale: ${reason}`))
  stream.on('recovered', () => script.note('recovered'))
  stream.on('resumed', () => script.note('resumed'))
}

/** A client that follows the orders of two clients, with credentials. */
async function following(): Promise<{ readonly script: Script; readonly orders: Subscription<'DROPCOPY'> }> {
  const script = await opened({ auth })
  const orders = await confirmed(script, script.client.subscribe({ channel: 'DROPCOPY', items: [CLIENT, OTHER] }))
  return { script, orders }
}

/** The connection is lost, and the next one is open. */
async function reconnect(script: Script, delayMs = 500): Promise<void> {
  await script.drop(1006)
  await script.did()
  await script.advance(delayMs)
  await script.did()
  await script.open()
}

/** A DEPTH subscription of which some numbers were skipped. */
async function gapInDepth(onGap: 'resync' | 'event'): Promise<Script> {
  const { script, depth } = await subscribed({ auth, onGap })
  await script.receive(depthSnapshot(BTC, [['99', '1']], [], '10'))
  listen(script, depth)
  await script.receive(depthUpdate(BTC, [], [], '20'))
  return script
}

describe('a subscription that was interrupted', () => {
  it('by a lost connection is stale once, however often the next one fails, and resumes when it is confirmed', async () => {
    const { script, orders } = await following()
    listen(script, orders)
    await script.drop(1006)
    const [, ...told] = await script.did()
    expect(told).toEqual(['stale: disconnected', 'disconnect 1006 lost, back in 500 ms'])
    await script.advance(500)
    await script.did()
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 1000 ms'])
    await script.advance(1000)
    await script.did()
    await script.open()
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live', 'resumed'])
    await script.end(...CLOSING)
  })

  it('resumes when the last of its items is confirmed', async () => {
    const script = await opened({ auth, maxItemsPerRequest: 1 })
    const subscribing = script.client.subscribe({ channel: 'DROPCOPY', items: [CLIENT, OTHER] })
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT]))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    listen(script, await subscribing)
    await reconnect(script)
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live', `send SUBSCRIBE DROPCOPY ${OTHER}`])
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    expect(await script.did()).toEqual(['resumed'])
    await script.end(...CLOSING)
  })

  it('by credentials that expired resumes when it is confirmed with them again, not when it is ended for that', async () => {
    const { script, orders } = await following()
    listen(script, orders)
    await script.receive({ ...confirmation('UNAUTHENTICATED'), update: 'UPDATE' })
    expect(await script.did()).toContain('stale: unauthenticated')
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).not.toContain('resumed')
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    expect(await script.did()).toEqual(['resumed'])
    await script.end(...CLOSING)
  })

  it('because the server no longer lists it does not resume with an answer about something else', async () => {
    const { script, orders } = await following()
    const missing = { ...confirmation('AUTHENTICATED', ['DROPCOPY', OTHER]), update: 'UPDATE' }
    const whole = confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER])
    // It is asked for anew at once, the second time after a wait.
    await script.receive(missing)
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', OTHER]))
    await script.did()
    await script.receive(whole)
    listen(script, orders)
    expect(await script.did()).toEqual(['stale: resubscribing', 'resumed'])
    await script.receive(missing)
    expect(await script.did()).toEqual(['stale: resubscribing'])
    const depth = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await depth
    await script.advance(500)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DROPCOPY ${CLIENT}`, 'stale: resubscribing'])
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', OTHER]))
    await script.did()
    await script.receive(whole)
    expect(await script.did()).toEqual(['resumed'])
    await script.end(...CLOSING)
  })

  it('because the server no longer lists one item and then another is asked anew for both', async () => {
    const { script, orders } = await following()
    const lists = async (...items: readonly string[]): Promise<readonly string[]> => {
      await script.receive({ ...confirmation('AUTHENTICATED', ['DROPCOPY', '0', ...items]), update: 'UPDATE' })
      return await script.did()
    }
    await lists(OTHER)
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', OTHER]))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    // The second time has to wait.
    await lists(OTHER)
    await lists()
    listen(script, orders)
    await script.did()
    await script.advance(500)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DROPCOPY ${OTHER}+${CLIENT}`, 'stale: resubscribing'])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DROPCOPY ${CLIENT}+${OTHER}`])
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    expect(await script.did()).toEqual(['resumed'])
    await lists(OTHER)
    await script.advance(1000)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DROPCOPY ${CLIENT}`, 'stale: resubscribing'])
    await script.end(...CLOSING)
  })

  it('by a connection that took over from a silent one has resumed with that', async () => {
    const { script, depth } = await subscribed({ auth, rotateAfterMs: 12_000, pingIntervalMs: 10_000 })
    await script.receive(depthSnapshot(BTC, [['99', '1']], [], '10'))
    listen(script, depth)
    await script.advance(10_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(2000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.on(0).advance(500)
    expect(await script.did()).toEqual(['state stale', 'stale: silence'])
    await script.on(1).receive(depthSnapshot(BTC, [['97', '1']], [], '500'))
    const told = await script.did()
    expect(told.filter((line) => /^(stale|rotate|resumed)/.test(line))).toEqual([
      'stale: disconnected',
      'rotate',
      'resumed',
    ])
    await script.on(0).end(...CLOSING)
  })

  it('by a gap has resumed at once, since the server goes on telling', async () => {
    const { script, orders } = await following()
    await script.receive(dropcopy({ order_id: '1', order_info: { client_id: CLIENT } }, '5'))
    listen(script, orders)
    await script.receive(dropcopy({ order_id: '2', order_info: { client_id: CLIENT } }, '9'))
    expect(await script.did()).toEqual(['gap DROPCOPY 5..9', 'stale: gap', 'resumed'])
    await script.end(...CLOSING)
  })

  it('by silence alone has recovered, and not resumed', async () => {
    const { script, depth } = await subscribed({ auth, pingIntervalMs: 10_000 })
    listen(script, depth)
    await script.advance(10_000)
    await script.did()
    await script.advance(2500)
    expect(await script.did()).toEqual(['state stale', 'stale: silence'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'recovered'])
    await script.end(...CLOSING)
  })

  it('because it came while the trades of one before were being ended says so, and resumes, as one that joins it', async () => {
    const script = await opened({ auth, resolveSymbols: false })
    const subscribe = (): Promise<Subscription<'TRADE'>> => script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    const first = await confirmed(script, subscribe())
    first.close()
    await script.did()
    const joining = [subscribe(), subscribe()]
    // What follows on this until the server is asked anew, nobody tells.
    await script.receive(trade('1', '1'), confirmation('AUTHENTICATED'))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    for (const stream of await Promise.all(joining)) {
      expect(stream.buffered).toBe(1)
      listen(script, stream)
      expect(await script.did()).toEqual(['stale: resubscribing', 'resumed'])
    }
    await script.end(...CLOSING)
  })

  it('because it came when the server had not confirmed the end of the trades of one before says so, and resumes', async () => {
    const script = await opened({ auth, resolveSymbols: false })
    const subscribe = (): Promise<Subscription<'TRADE'>> => script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    const first = await confirmed(script, subscribe())
    first.close()
    await script.did()
    // Again, and after a wait.
    await script.receive(confirmation('ERROR', ['TRADE', BTC]))
    await script.did()
    await script.receive(confirmation('ERROR', ['TRADE', BTC]))
    await script.did()
    const again = subscribe()
    expect(await script.did()).toEqual([`send SUBSCRIBE TRADE ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await script.did()
    listen(script, await again)
    expect(await script.did()).toEqual(['stale: resubscribing', 'resumed'])
    await script.end(...CLOSING)
  })

  it('by a gap in DEPTH is asked for anew, and resumes when it is confirmed', async () => {
    const script = await gapInDepth('resync')
    expect(await script.did()).toEqual([
      'gap DEPTH 10..20',
      'stale: gap',
      `send UNSUBSCRIBE DEPTH ${BTC}`,
      'stale: resubscribing',
    ])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['resumed'])
    await script.end(...CLOSING)
  })

  it('by a gap in DEPTH that is left to the caller has resumed at once', async () => {
    const script = await gapInDepth('event')
    expect(await script.did()).toEqual(['gap DEPTH 10..20', 'stale: gap', 'resumed'])
    await script.end(...CLOSING)
  })
})

describe('one who listens late', () => {
  it('hears that it has resumed', async () => {
    const { script, orders } = await following()
    await reconnect(script)
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    await script.did()
    listen(script, orders)
    expect(await script.did()).toEqual(['stale: disconnected', 'resumed'])
    await script.end(...CLOSING)
  })

  it('hears that it has resumed also when the server fell silent after that', async () => {
    const { script, orders } = await following()
    await reconnect(script)
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    await script.did()
    await script.advance(20_000)
    await script.did()
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale'])
    listen(script, orders)
    expect(await script.did()).toEqual(['stale: disconnected', 'resumed'])
    await script.end(...CLOSING)
  })

  it('hears nothing of a silence that is over, and not of that alone where more followed', async () => {
    const { script, depth } = await subscribed({ pingIntervalMs: 10_000 })
    const falls = async (): Promise<void> => {
      await script.advance(10_000)
      await script.did()
      await script.advance(2500)
      expect(await script.did()).toEqual(['state stale'])
    }
    await falls()
    await script.pong()
    await script.did()
    const off = depth.on('stale', (reason) => script.note(`stale: ${reason}`))
    expect(await script.did()).toEqual([])
    off()
    await script.advance(7500)
    await script.did()
    await script.advance(2500)
    await script.did()
    await script.drop(1006)
    await script.did()
    listen(script, depth)
    expect(await script.did()).toEqual(['stale: disconnected'])
    await script.end('state closed')
  })

  it('does not hear it while it is interrupted again', async () => {
    const { script, orders } = await following()
    await reconnect(script)
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    await script.did()
    await reconnect(script, 1000)
    await script.did()
    listen(script, orders)
    expect(await script.did()).toEqual(['stale: disconnected'])
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    expect(await script.did()).toContain('resumed')
    await script.end(...CLOSING)
  })
})

describe('a subscription that is closed while it is interrupted', () => {
  it('is told no more', async () => {
    const { script, orders } = await following()
    listen(script, orders)
    await reconnect(script)
    await script.did()
    orders.close()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT, OTHER]))
    expect(await script.did()).not.toContain('resumed')
    await script.end(...CLOSING)
  })
})
