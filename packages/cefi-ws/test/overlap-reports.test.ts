import { describe, expect, it } from 'vitest'
import type { DropCopy } from '../src/subscription/drop-copy.ts'
import { confirmation, dropcopy } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, opened } from './support/start.ts'

describe('order reports that both connections tell', () => {
  it('of a subscription that is gone are not delivered to the one that follows it, behind what came later', async () => {
    const script = await opened({ auth, rotateAfterMs: 10_000 })
    const both = confirmation('AUTHENTICATED', ['INSTRUMENT', BTC], ['DROPCOPY', '7'])
    const follow = () => script.client.subscribe({ channel: 'DROPCOPY', items: ['7'] })
    await confirmed(script, script.client.subscribe({ channel: 'INSTRUMENT', items: [BTC] }))
    const gone = await confirmed(script, follow(), ['INSTRUMENT', BTC])
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE INSTRUMENT ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['INSTRUMENT', BTC]))
    expect(await script.did()).toEqual(['send SUBSCRIBE DROPCOPY 7'])
    await script.receive(both)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE INSTRUMENT ${BTC}`])
    const report = (id: string): object => dropcopy({ id, order_info: { client_id: '7' } })
    await script.receive(report('earlier'))
    gone.close()
    expect(await script.did()).toEqual(['send UNSUBSCRIBE DROPCOPY 7'])
    const second = follow()
    await script.receive(confirmation('AUTHENTICATED', ['INSTRUMENT', BTC]))
    expect(await script.did()).toEqual(['send SUBSCRIBE DROPCOPY 7'])
    await script.receive(both)
    const parted = confirmation('AUTHENTICATED', ['DROPCOPY', '7'])
    // What the old one has answered is from before the next one began with it.
    await script.on(0).receive(report('later'), parted)
    expect(await script.did()).toEqual([`send SUBSCRIBE INSTRUMENT ${BTC}`])
    await script.receive(both)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE INSTRUMENT ${BTC}`])
    await script.receive(parted)
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    const reports = await second
    reports.on('message', (message) =>
      script.note(String(message.channel === 'DROPCOPY' && message.update !== 'SNAPSHOT_COMPLETE' && message.data?.id)),
    )
    expect(await script.did()).toEqual(['later'])
    await script.end(...CLOSING)
  })

  /** A client that follows one order, which both connections have reported on since the next one was opened. */
  async function reported(): Promise<{ readonly script: Script; readonly orders: DropCopy; readonly filled: object }> {
    const script = await opened({ auth, rotateAfterMs: 10_000 })
    const orders = await confirmed(script, script.client.dropCopy(['7']))
    orders.subscription.on('message', ({ update }) => script.note(update))
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    const filled = dropcopy({ id: '1', status: 'FILLED' })
    await script.on(0).receive(filled, { ...filled, update: 'SNAPSHOT' })
    expect(await script.did()).toEqual(['UPDATE', 'SNAPSHOT'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DROPCOPY', '7']))
    expect(await script.did()).toEqual(['send UNSUBSCRIBE DROPCOPY 7'])
    return { script, orders, filled }
  }

  const opening = { ...dropcopy({ id: '1', status: 'ACTIVE' }), update: 'SNAPSHOT' }

  it('are delivered once, and undone by no snapshot that is older', async () => {
    const { script, orders, filled } = await reported()
    await script.on(1).receive(opening, filled)
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect([await script.did(), orders.order('1')?.status]).toEqual([['close 1000', 'rotate'], 'FILLED'])
    await script.on(0).end(...CLOSING)
  })

  it('are undone by no snapshot that comes only after the change, and followed by one that comes after them', async () => {
    const { script, orders, filled } = await reported()
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    await script.on(0).receive(opening)
    expect([await script.did(), orders.order('1')?.status]).toEqual([[], 'FILLED'])
    await script.receive(filled)
    expect(await script.did()).toEqual([])
    await script.receive({ ...filled, update: 'SNAPSHOT' }, filled)
    expect(await script.did()).toEqual(['SNAPSHOT', 'UPDATE'])
    await script.end(...CLOSING)
  })

  it('hold back no snapshot of what is asked for only after the change', async () => {
    const { script, orders } = await reported()
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    const others = await confirmed(script.on(0), script.client.dropCopy(['8']), ['DROPCOPY', '7'])
    const resting = dropcopy({ id: '2', status: 'ACTIVE', order_info: { client_id: '8' } })
    await script.receive({ ...opening, data: { id: '1', status: 'ACTIVE', order_info: { client_id: '7' } } })
    await script.receive({ ...resting, update: 'SNAPSHOT' })
    await script.did()
    expect([orders.order('1')?.status, others.order('2')?.status]).toEqual(['FILLED', 'ACTIVE'])
    await script.end(...CLOSING)
  })
})
