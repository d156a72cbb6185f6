import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { hoistReferences } from './hoist.ts'

/** The names of the components once everything that is referred to has one. */
function namesIn(document: JsonObject): string[] {
  const { components } = hoistReferences(document) as { components: { schemas: JsonObject } }
  return Object.keys(components.schemas)
}

const text: JsonObject = { type: 'string' }

describe('a schema inside of another one that something refers to', () => {
  const Order = { properties: { side: { items: text }, again: {} } }

  it('is a component, and everything refers to it', () => {
    const ref = { $ref: '#/components/schemas/Order/properties/side' }
    const document = { a: ref, b: { ...ref, description: 'B.' }, components: { schemas: { Order } } }
    expect(hoistReferences(document)).toEqual({
      a: { $ref: '#/components/schemas/OrderSide' },
      b: { $ref: '#/components/schemas/OrderSide', description: 'B.' },
      components: { schemas: { Order, OrderSide: { items: text } } },
    })
  })

  it.each([
    ['#/components/schemas/Order/properties/side/items', 'OrderSideItems'],
    ['#/paths/~1orders~1{id}/get/responses/200/content/application~1json/schema', 'Get200ApplicationJson'],
    ['#/components/schemas/A%20b/properties/x~0y', 'ABXY'],
  ])('is called by the last words of the way to it: %s', (ref, name) => {
    const answers = { 200: { content: { 'application/json': { schema: text } } } }
    const schemas = { Order, 'A b': { properties: { 'x~y': text } } }
    const document = {
      a: { $ref: ref },
      paths: { '/orders/{id}': { get: { responses: answers } } },
      components: { schemas },
    }
    expect(namesIn(document)).toEqual(['Order', 'A b', name])
  })

  it('gets a number where the name is taken, by a component or by another such schema', () => {
    const schemas = { Order, OrderSide: text, 'Order-': { properties: { side: text } } }
    const refs = ['Order', 'Order-'].map((name) => ({ $ref: `#/components/schemas/${name}/properties/side` }))
    expect(namesIn({ refs, components: { schemas } })).toEqual([
      'Order',
      'OrderSide',
      'Order-',
      'OrderSide2',
      'OrderSide3',
    ])
  })
})
