import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { withOwnNames } from './own-names.ts'

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const text: JsonObject = { type: 'string' }
const document = (schemas: JsonObject, rest: JsonObject = {}): JsonObject => ({ ...rest, components: { schemas } })

describe('a component that is only a reference to another file', () => {
  it('holds the thing itself, and everything refers to it', () => {
    const written = document({ Order: { $ref: './shared.yaml#/order' } })
    const bundled = document({ Order: ref('order'), order: text }, { paths: { x: ref('order'), y: ref('Order') } })
    expect(withOwnNames(bundled, written)).toEqual(
      document({ Order: text }, { paths: { x: ref('Order'), y: ref('Order') } }),
    )
  })

  it('is what a discriminator leads to', () => {
    const union = (name: string): JsonObject => ({
      oneOf: [ref(name)],
      discriminator: { propertyName: 'kind', mapping: { a: `#/components/schemas/${name}`, b: 'B' } },
    })
    const written = document({ Order: { $ref: './shared.yaml#/order' }, Any: union('Order') })
    const bundled = document({ Order: ref('order'), order: text, Any: union('order') })
    expect(withOwnNames(bundled, written)).toEqual(document({ Order: text, Any: union('Order') }))
  })

  it('stays another name where the thing has two', () => {
    const written = document({ A: { $ref: './shared.yaml#/x' }, B: { $ref: './shared.yaml#/x' } })
    expect(withOwnNames(document({ A: ref('x'), B: ref('x'), x: text }), written)).toEqual(
      document({ A: text, B: ref('A') }),
    )
  })
})

it('leaves a component alone that says more than its reference', () => {
  const written = document({ Order: { $ref: './shared.yaml#/order', description: 'An order.' } })
  const bundled = document({ Order: { ...ref('order'), description: 'An order.' }, order: text })
  expect(withOwnNames(bundled, written)).toBe(bundled)
})

it('leaves a component alone that refers to one of the same contract', () => {
  const written = document({ A: ref('B'), B: text })
  expect(withOwnNames(written, written)).toBe(written)
})
