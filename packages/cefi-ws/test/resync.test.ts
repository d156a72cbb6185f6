import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthSnapshot, depthUpdate, trade } from './support/frames.ts'
import { auth, BTC, CLOSING, confirmed, ETH, withBook } from './support/start.ts'

describe('a fresh snapshot that waits its turn', () => {
  it('is not missed when the connection is rotated meanwhile', async () => {
    const { script, book } = await withBook({ auth, rotateAfterMs: 10_000 })
    const fetched = async (seqnum: string): Promise<void> => {
      await script.receive(confirmation('AUTHENTICATED'))
      await script.did()
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
      await script.receive(depthSnapshot(BTC, [], [], seqnum), complete('DEPTH', BTC))
      await script.did()
    }
    await script.advance(9800)
    // The first gap is mended at once, the second one would have to wait for 500 ms.
    await script.receive(depthUpdate(BTC, [], [], '20'))
    await script.did()
    await fetched('20')
    await script.receive(depthUpdate(BTC, [], [], '30'))
    expect(await script.did()).toEqual(['gap DEPTH 20..30', 'book stale: gap'])
    await script.advance(200)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [], [], '5'))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing'])
    await script.on(0).receive(complete('DEPTH', BTC))
    expect([await script.did(), book.state]).toEqual([['book live'], 'live'])
    await script.receive(depthUpdate(BTC, [], [], '9'))
    expect(await script.did()).toEqual(['gap DEPTH 5..9', 'book stale: gap'])
    await script.advance(1000)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('has had none taken by a gap in trades, of which there is nothing to fetch', async () => {
    const { script } = await withBook({ auth })
    await script.receive(trade('1', '100', '1'), trade('1', '101', '5'))
    expect(await script.did()).toEqual(['unrouted TRADE UPDATE', 'gap TRADE 1..5', 'unrouted TRADE UPDATE'])
    await script.receive(depthUpdate(BTC, [], [], '20'))
    expect(await script.did()).toEqual(['gap DEPTH 10..20', 'book stale: gap', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })
})

describe('a gap before the answer to a signed request', () => {
  it('makes the book stale like any other, though nothing says yet that the connection has credentials', async () => {
    const { script, book } = await withBook({ auth })
    await script.drop(1006)
    await script.did()
    await script.advance(500)
    await script.did()
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(depthSnapshot(BTC, [['99', '1']], [], '5'), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book syncing', 'book live'])
    await script.receive(depthUpdate(BTC, [], [], '8'))
    expect([await script.did(), book.state]).toEqual([['gap DEPTH 5..8', 'book stale: gap'], 'stale'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })
})

describe('a server whose numbers make no sense', () => {
  it('is not flooded with requests: the waits between fresh snapshots grow', async () => {
    const { script } = await withBook({ auth })
    const gap = async (last: number): Promise<readonly string[]> => {
      await script.receive(depthUpdate(BTC, [], [], String(last + 10)))
      const [first, second, ...sent] = await script.did()
      expect([first, second]).toEqual([`gap DEPTH ${last}..${last + 10}`, 'book stale: gap'])
      return sent
    }
    const fetched = async (seqnum: number): Promise<void> => {
      await script.receive(confirmation('AUTHENTICATED'))
      await script.did()
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
      await script.receive(depthSnapshot(BTC, [['1', '1']], [], String(seqnum)), complete('DEPTH', BTC))
      expect(await script.did()).toEqual(['book syncing', 'book live'])
    }
    expect(await gap(10)).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
    await fetched(20)
    for (const [round, delayMs] of [500, 1000, 2000].entries()) {
      const seqnum = 20 + 10 * round
      expect(await gap(seqnum)).toEqual([])
      await script.advance(delayMs - 1)
      expect(await script.did()).toEqual([])
      await script.advance(1)
      expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
      await fetched(seqnum + 10)
    }
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is trusted again after a minute in which all went well', async () => {
    const { script } = await withBook({ auth, pingIntervalMs: 1_000_000 })
    for (let round = 0; round < 2; round++) {
      await script.receive(depthUpdate(BTC, [], [], String(20 + 10 * round)))
      expect((await script.did()).at(-1)).toBe(`send UNSUBSCRIBE DEPTH ${BTC}`)
      await script.receive(confirmation('AUTHENTICATED'))
      await script.did()
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
      await script.receive(depthSnapshot(BTC, [], [], String(20 + 10 * round)), complete('DEPTH', BTC))
      await script.did()
      await script.advance(60_000)
    }
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is trusted again after a minute also when the connection was lost before a fresh snapshot had its turn', async () => {
    const { script } = await withBook({ auth, pingIntervalMs: 1_000_000 })
    await script.receive(depthUpdate(BTC, [], [], '20'))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED'))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.receive(depthSnapshot(BTC, [], [], '20'), complete('DEPTH', BTC), depthUpdate(BTC, [], [], '30'))
    await script.did()
    await script.drop(1006)
    await script.did()
    await script.advance(500)
    await script.did()
    await script.open()
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.did()
    await script.receive(depthSnapshot(BTC, [], [], '5'), complete('DEPTH', BTC))
    await script.did()
    await script.advance(60_000)
    await script.receive(depthUpdate(BTC, [], [], '10'))
    expect((await script.did()).at(-1)).toBe(`send UNSUBSCRIBE DEPTH ${BTC}`)
    await script.end(...CLOSING)
  })

  it('per item makes only the book of that item stale', async () => {
    const { script, book } = await withBook({ auth, seqnumScope: 'channel-item' })
    const other = await confirmed(script, script.client.orderBook(ETH), ['DEPTH', BTC])
    await script.receive(depthSnapshot(ETH, [['9', '1']], [], '500'), complete('DEPTH', ETH))
    await script.receive(depthUpdate(ETH, [], [], '505'))
    expect(await script.did()).toEqual(['gap DEPTH 500..505', `send UNSUBSCRIBE DEPTH ${ETH}`])
    expect([book.state, other.state]).toEqual(['live', 'stale'])
    await script.end(...CLOSING, 'book stale: ended')
  })
})
