import { describe, expect, it } from 'vitest'
import { mapObjects } from '../json.ts'
import { inOrder } from './in-order.ts'

describe('the order of a document', () => {
  it('takes numbers in keys as numbers, and case last', () => {
    expect(Object.keys(inOrder({ v10: 1, v9: 1, B: 1, b: 1, a: 1 }))).toEqual(['a', 'b', 'B', 'v9', 'v10'])
  })

  it('takes parameters by name, through references', () => {
    const document = {
      components: { parameters: { Page: { name: 'm', in: 'query' } } },
      parameters: [{ name: 'z', in: 'query' }, { $ref: '#/components/parameters/Page' }, { name: 'a', in: 'query' }],
    }
    expect(inOrder(document)['parameters']).toEqual([
      { in: 'query', name: 'a' },
      { $ref: '#/components/parameters/Page' },
      { in: 'query', name: 'z' },
    ])
  })

  it('leaves every other list as it is, and the original as well', () => {
    const document = { required: ['b', 'a'] }
    const copy = inOrder(document)
    expect(copy).toEqual({ required: ['b', 'a'] })
    expect(copy['required']).not.toBe(document.required)
  })
})

describe('passing objects through a change', () => {
  it('shares what stays the same and copies what leads to a change', () => {
    const document = { same: { a: [{ b: 1 }] }, other: { list: [{ old: true }] } }
    const result = mapObjects(document, (object) => (object['old'] === true ? { old: false } : object))
    expect(result).toEqual({ same: { a: [{ b: 1 }] }, other: { list: [{ old: false }] } })
    expect(result).toHaveProperty('same', document.same)
    expect(document.other.list).toEqual([{ old: true }])
  })
})
