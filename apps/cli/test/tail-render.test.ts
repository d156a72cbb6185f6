import { describe, expect, it } from 'vitest'
import { plain } from '../src/style.ts'
import { type Board, takeIn } from '../src/tail/board.ts'
import { jsonLineOf, lineOf } from '../src/tail/lines.ts'
import { tableOf } from '../src/tail/table.ts'
import type { Update } from '../src/tail/update.ts'
import { book, order, quote, trade } from './support/updates.ts'

describe('an update on one line', () => {
  for (const [name, update, line] of [
    ['a book with the best of both sides', book(), 'BTC-PYUSD  live  bid 0.1679 at 110864  ask 0.042 at 110868.5'],
    [
      'a book that may be wrong, with the reason',
      book({ state: 'stale', trouble: 'gap', asks: [] }),
      'BTC-PYUSD  stale (gap)  bid 0.1679 at 110864  ask none',
    ],
    ['a trade', trade(), 'BTC-PYUSD  0.0285 at 110853'],
    ['a trade from before', trade({ snapshot: true }), 'BTC-PYUSD  0.0285 at 110853  before'],
    ['a quote with an empty side', quote(), 'BTC-PYUSD  bid 0.029 at 110854  ask none  last 110854'],
    ['an order', order(), '7994  FILLED  BUY 0.02 at 111000  filled 0.02  open 0'],
    [
      'an order of which little was told',
      order({ id: undefined, status: undefined, side: undefined, qty: undefined, price: undefined, text: 'why' }),
      'no id  no status  filled 0.02  open 0  why',
    ],
  ] as const) {
    it(`tells ${name}`, () => {
      expect(lineOf(update)).toBe(`2026-11-20T12:00:01.250Z  ${line}`)
    })
  }

  it('is one line of JSON for programs, numbers as the texts they came as', () => {
    expect(JSON.parse(jsonLineOf(book()))).toMatchObject({ feed: 'book', bids: [{ price: '110864' }, {}] })
    expect(jsonLineOf(book())).not.toContain('\n')
  })
})

describe('a control sequence that a server sends', () => {
  const update = order({ text: 'a\u001b[2J\u009b2Jb\rc\u202ed\u2028e' })
  for (const [where, text] of [
    ['a line', lineOf(update)],
    ['a table', tableOf('drop-copy', [update], 20, plain).join('\n')],
  ] as const) {
    it(`is not passed on to the terminal in ${where}`, () => {
      expect(text).toContain('a�[2J�2Jb�c�d�e')
    })
  }
})

describe('a board', () => {
  const after = (...updates: Update[]): Board => updates.reduce(takeIn, [] as Board)

  it('keeps the latest quote of each symbol where it stood', () => {
    const newer = quote({ bid: null })
    expect(after(quote(), quote({ symbol: 'ETH-PYUSD' }), newer)).toEqual([newer, quote({ symbol: 'ETH-PYUSD' })])
  })

  it('brings the order that moved to the top', () => {
    const moved = order({ id: '1', status: 'CANCELED' })
    expect(after(order({ id: '1' }), order({ id: '2' }), moved)).toEqual([moved, order({ id: '2' })])
  })

  it('piles up trades, newest first, and forgets the oldest', () => {
    const many = Array.from({ length: 250 }, (_, at) => trade({ matchId: String(at) }))
    const board = after(...many)
    expect(board).toHaveLength(200)
    expect(board[0]).toEqual(many.at(-1))
  })
})

describe('a table', () => {
  it('shows a book with bids on the left, prices lined up at their point', () => {
    expect(tableOf('book', [book()], 20, plain)).toEqual([
      '    qty       bid  │       ask    qty',
      ' 0.1679  110864    │  110868.5  0.042',
      '12       110863.5  │',
    ])
  })

  it('dims a book that is not live, in place of its colours', () => {
    const tones = (update: Update) => {
      const used = new Set<string>()
      tableOf('book', [update], 20, (tone, text) => {
        used.add(String(tone))
        return text
      })
      return used
    }
    expect(tones(book())).toEqual(new Set(['dim', 'green', 'red']))
    expect(tones(book({ state: 'stale', trouble: 'disconnected' }))).toEqual(new Set(['dim']))
  })

  it('shows trades', () => {
    expect(tableOf('trades', [trade(), trade({ qty: '12', snapshot: true })], 20, plain)).toEqual([
      'time          symbol      price      qty  match',
      '12:00:01.250  BTC-PYUSD  110853   0.0285  799',
      'before        BTC-PYUSD  110853  12       799',
    ])
  })

  it('shows quotes', () => {
    expect(tableOf('quotes', [quote()], 20, plain)).toEqual([
      'symbol       qty     bid  ask  qty    last  time',
      'BTC-PYUSD  0.029  110854            110854  12:00:01.250',
    ])
  })

  it('shows orders', () => {
    expect(tableOf('drop-copy', [order()], 20, plain)).toEqual([
      'time          order  status  side   qty   price  filled  open  text',
      '12:00:01.250  7994   FILLED  BUY   0.02  111000    0.02     0',
    ])
  })

  for (const [feed, update] of [
    ['book', book({ bids: Array.from({ length: 50 }, () => ({ price: '1', qty: '1' })) })],
    ['trades', trade()],
  ] as const) {
    it(`of ${feed} is no higher than the terminal`, () => {
      const board = feed === 'book' ? [update] : Array.from({ length: 50 }, () => update)
      expect(tableOf(feed, board, 7, plain)).toHaveLength(7)
    })
  }

  it('of a book that has not come is empty', () => {
    expect(tableOf('book', [], 20, plain)).toEqual([])
  })
})
