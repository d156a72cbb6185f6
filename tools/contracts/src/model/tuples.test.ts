import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { tupleOf } from './tuples.ts'

const text: JsonObject = { type: 'string' }
const number: JsonObject = { type: 'number' }
const pair = { prefixItems: [text, number] }

describe('a list with first items of their own', () => {
  it.each<[string, JsonObject, ReturnType<typeof tupleOf>]>([
    ['may end early and go on with anything', pair, { first: pair.prefixItems, least: 0, rest: true }],
    ['has as many as it asks for', { ...pair, minItems: 2 }, { first: pair.prefixItems, least: 2, rest: true }],
    ['goes on as its items say', { ...pair, items: text }, { first: pair.prefixItems, least: 0, rest: text }],
    ['ends where there are no items', { ...pair, items: false }, { first: pair.prefixItems, least: 0 }],
    [
      'ends with the last of them where no more are allowed',
      { ...pair, maxItems: 2 },
      { first: pair.prefixItems, least: 0 },
    ],
    ['ends before the last of them where fewer are allowed', { ...pair, maxItems: 1 }, { first: [text], least: 0 }],
    ['goes on where more are allowed', { ...pair, maxItems: 3 }, { first: pair.prefixItems, least: 0, rest: true }],
  ])('%s', (_, schema, expected) => {
    expect(tupleOf(schema)).toEqual(expected)
  })

  it('is none without them', () => {
    expect(tupleOf({ type: 'array', items: {} })).toBeUndefined()
  })
})
