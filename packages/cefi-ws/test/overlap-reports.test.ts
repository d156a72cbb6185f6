import { describe, expect, it } from 'vitest'
import { confirmation, dropcopy } from './support/frames.ts'
import { auth, BTC, CLOSING, opened } from './support/start.ts'

describe('order reports that both connections tell', () => {
  it('of a subscription that is gone are not delivered to the one that follows it, behind what came later', async () => {
    const script = await opened({ auth, rotateAfterMs: 10_000 })
    const instruments = script.client.subscribe({ channel: 'INSTRUMENT', items: [BTC] })
    const both = confirmation('AUTHENTICATED', ['INSTRUMENT', BTC], ['DROPCOPY', '7'])
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['INSTRUMENT', BTC]))
    await instruments
    await script.did()
    const first = script.client.subscribe({ channel: 'DROPCOPY', items: ['7'] })
    await script.did()
    await script.receive(both)
    const gone = await first
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
    const second = script.client.subscribe({ channel: 'DROPCOPY', items: ['7'] })
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

  it('are delivered once, and those of a snapshot beside them', async () => {
    const script = await opened({ auth, rotateAfterMs: 10_000 })
    const following = script.client.subscribe({ channel: 'DROPCOPY', items: ['7'] })
    const confirmed = confirmation('AUTHENTICATED', ['DROPCOPY', '7'])
    await script.did()
    await script.receive(confirmed)
    const reports = await following
    reports.on('message', ({ update }) => script.note(update))
    await script.did()
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    const report = dropcopy({ id: '1', status: 'ACTIVE' })
    await script.on(0).receive(report)
    expect(await script.did()).toEqual(['UPDATE'])
    await script.on(1).receive(confirmed)
    expect(await script.did()).toEqual(['send UNSUBSCRIBE DROPCOPY 7'])
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    await script.on(0).receive({ ...report, update: 'SNAPSHOT' })
    expect(await script.did()).toEqual(['SNAPSHOT'])
    await script.receive(report)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })
})
