import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { cases } from '../src/cases/index.ts'
import { differences } from '../src/compare/differences.ts'
import { everyFrame } from '../src/compare/every-frame.ts'
import { shapesOf } from '../src/compare/shapes.ts'
import { loadContracts } from '../src/contract/load.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'
import { answer, contracts, exchange, fakeTarget, goodBook, received } from './fakes.ts'

const shapes = (...bodies: unknown[]) =>
  shapesOf(
    contracts,
    fakeTarget,
    bodies.map((body) => exchange(answer(200, body))),
  )

const brief = (live: ReturnType<typeof shapes>, sandbox: ReturnType<typeof shapes>) =>
  differences(live, sandbox, sandbox).map(({ subject, at, kind }) => [subject, at, kind])

describe('the sandbox compared with the live service', () => {
  it('does not differ when the values do', () => {
    expect(brief(shapes(goodBook), shapes({ ...goodBook, title: 'Fire' }))).toEqual([])
  })

  it('differs by a member that only one of them has, named once however much is in it', () => {
    expect(brief(shapes({ ...goodBook, author: { name: 'Kavan' } }), shapes(goodBook))).toEqual([
      ['gateway.getBook 200', '/author', 'only-live'],
    ])
    expect(brief(shapes(goodBook), shapes({ ...goodBook, shelf: 3 }))).toEqual([
      ['gateway.getBook 200', '/shelf', 'only-sandbox'],
    ])
  })

  it('differs by a type that the sandbox never shows', () => {
    expect(brief(shapes({ ...goodBook, price: null }), shapes(goodBook))).toEqual([
      ['gateway.getBook 200', '/price', 'another-type'],
    ])
  })

  it('does not differ by how many pages an account has', () => {
    const page = (next_cursor: string | null) => shapes({ ...goodBook, pagination: { next_cursor } })
    expect(brief(page('c2'), page(null))).toEqual([])
    expect(brief(page(null), page('c2'))).toEqual([])
  })

  it('does not differ by a type that the live service did not happen to show', () => {
    expect(brief(shapes(goodBook), shapes(goodBook, { ...goodBook, price: null }))).toEqual([])
  })

  it('does not differ by what an empty array hides', () => {
    expect(brief(shapes({ ...goodBook, tags: [] }), shapes(goodBook))).toEqual([])
  })

  it('differs by a status that the sandbox never gives', () => {
    const live = shapesOf(contracts, fakeTarget, [exchange(answer(418, {}))])
    expect(brief(live, shapes(goodBook))).toEqual([['gateway.getBook 418', '', 'never-on-sandbox']])
  })

  const frames = (...data: object[]) =>
    shapesOf(
      contracts,
      fakeTarget,
      data.map((one) => received({ channel: 'PRICE', update: 'UPDATE', data: one })),
    )

  it('looks at frames by message and update', () => {
    expect(brief(frames({ price: '1', side: 'buy' }), frames({ price: '1' }))).toEqual([
      ['cefi-ws.price UPDATE', '/data/side', 'only-live'],
    ])
  })

  it('holds frames against all that the sandbox ever sends, since a quiet session shows few', () => {
    const live = frames({ price: '1' })
    expect(differences(live, new Map(), frames({ price: '1' }))).toEqual([])
    expect(differences(live, frames({ price: '1' }), new Map()).map(({ kind }) => kind)).toEqual(['never-on-sandbox'])
  })

  it('misses a member in live frames only where no frame of the sandbox is without it', () => {
    const live = frames({ price: '1' })
    expect(brief(live, frames({ price: '1', side: 'buy' }, { price: '1' }))).toEqual([])
    expect(brief(live, frames({ price: '1', side: 'buy' }, { price: '1', side: 'sell' }))).toEqual([
      ['cefi-ws.price UPDATE', '/data/side', 'only-sandbox'],
    ])
  })
})

describe('all that the sandbox ever sends', () => {
  it('has the snapshots of a market without trades and of one with them, whatever the order of the cases', async () => {
    // With this seed no case that trades looks at the top of book afterwards.
    const seed = 5
    const target = await sandboxTarget(seed)
    const monotonic = () => performance.now()
    const exchanges = await everyFrame({ target, cases, seed, monotonic, onCase: () => {}, asOn: 'uat' })
    await target.close()
    const snapshot = shapesOf(loadContracts(), target, exchanges).get('cefi-ws.ebbo SNAPSHOT')
    const withTrade = snapshot?.get('/data/info/last_trade')?.count ?? 0
    expect(withTrade).toBeGreaterThan(0)
    expect(snapshot?.get('/data/info')?.count).toBeGreaterThan(withTrade)
  }, 60_000)
})
