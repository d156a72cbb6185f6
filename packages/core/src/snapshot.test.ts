import { describe, expect, it } from 'vitest'
import { snapshot } from './snapshot.ts'

describe('snapshot', () => {
  it('keeps lists and plain objects as they were', () => {
    const value = { a: { b: ['c', { d: '1' }] }, bare: Object.assign(Object.create(null) as object, { e: null }) }
    const kept = snapshot(value)
    expect(kept).toEqual(value)
    Object.assign(value.a.b[1] ?? {}, { d: 'later' })
    value.a.b.push('later')
    Object.assign(value.bare, { e: 'later' })
    expect(kept).toEqual({ a: { b: ['c', { d: '1' }] }, bare: { e: null } })
  })

  it('shares what is neither, so that it still knows how to be written', () => {
    class Amount {
      toJSON(): string {
        return '1.50'
      }
    }
    expect(JSON.stringify(snapshot({ qty: new Amount(), at: new Date(0) }))).toBe(
      '{"qty":"1.50","at":"1970-01-01T00:00:00.000Z"}',
    )
  })

  it('copies a member named __proto__ like any other', () => {
    const text = '{"__proto__":{"polluted":true}}'
    expect(JSON.stringify(snapshot(JSON.parse(text)))).toBe(text)
  })

  it('ends on a value that contains itself', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(() => JSON.stringify(snapshot(cycle))).toThrow(TypeError)
  })

  it('copies once what it meets in several places, so that many ways to one object cost no more than one', () => {
    const shared = { tags: ['a'] }
    const node = { left: shared, right: shared, up: {} }
    node.up = { first: node, second: node }
    const kept = snapshot(node)
    shared.tags.push('b')
    expect(kept).toEqual({ left: { tags: ['a'] }, right: { tags: ['a'] }, up: { first: kept, second: kept } })
    expect(kept.left).toBe(kept.right)
  })
})
