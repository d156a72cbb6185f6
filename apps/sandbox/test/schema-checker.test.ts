import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { SchemaChecker } from '../src/server/schema-checker.ts'

/** As a contract writes it: in a program, an object with a `then` would be taken for a promise. */
const order: unknown = parse(`
  type: object
  required: [type]
  properties: { type: { enum: [LIMIT, MARKET] }, price: { type: string } }
  if: { properties: { type: { const: LIMIT } } }
  then: { required: [price] }
`)
const either = { anyOf: [{ required: ['symbol'] }, { required: ['id'] }] }
const neither = { not: { required: ['data'] } }
const checker = new SchemaChecker({ order, either, neither })

describe('what breaks a schema', () => {
  it.each([
    ['a missing member', '/order', { price: '1' }, [{ field: 'type', message: 'is required' }]],
    ['a condition by what it asks for', '/order', { type: 'LIMIT' }, [{ field: 'price', message: 'is required' }]],
    [
      'a choice by what each branch asks for',
      '/either',
      {},
      [
        { field: 'symbol', message: 'is required' },
        { field: 'id', message: 'is required' },
      ],
    ],
    [
      'a consequence where there is no other cause',
      '/neither',
      { data: 1 },
      [{ field: 'body', message: 'must NOT be valid' }],
    ],
  ])('is told of %s', (_, pointer, value, violations) => {
    expect(checker.check(pointer, value)).toStrictEqual(violations)
  })
})
