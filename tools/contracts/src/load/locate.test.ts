import { describe, expect, it } from 'vitest'
import { locate } from './locate.ts'

const text = `a: &a
  type: float
b:
  <<: *a
  list: [*a, { "c/d": 1 }]
e: { <<: [*a, { f: 1 }] }
`

describe('the place of a pointer', () => {
  it.each([
    ['/a/type', '2:3'],
    ['/b/list/1/c~1d', '5:16'],
    ['', '1:1'],
  ])('%s is %s', (pointer, place) => {
    expect(locate(text, pointer)).toBe(place)
  })

  it.each([
    ['through an alias', '/b/list/0/type', '2:3'],
    ['that is an alias', '/b/list/0', '5:10'],
    ['in what is merged in', '/b/type', '2:3'],
    ['in one of several maps that are merged in', '/e/f', '6:17'],
  ])('%s is where it was written', (_, pointer, place) => {
    expect(locate(text, pointer)).toBe(place)
  })

  it('is none where nothing is', () => {
    expect(locate(text, '/b/none')).toBeUndefined()
  })
})
