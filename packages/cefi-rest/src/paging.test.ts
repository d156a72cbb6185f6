import { expect, it } from 'vitest'
import { pagingOf } from './paging.ts'

it('follows an operation that pages by offset in every version, as its contract says', () => {
  const next = pagingOf({ page: 'offset' }, {}, 'v2026_01_23').next({ data: ['a', 'b'], pagination: {} }, {})
  expect(next).toEqual({ query: { skip: 2 } })
})
