import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { withOwnValues } from './own-values.ts'

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const kind = (property: Json): JsonObject => ({ type: 'object', required: ['kind'], properties: { kind: property } })
const told = (...members: JsonObject[]): JsonObject => ({ oneOf: members, discriminator: { propertyName: 'kind' } })
const mapped = (mapping: JsonObject, ...members: JsonObject[]): JsonObject => ({
  oneOf: members,
  discriminator: { propertyName: 'kind', mapping },
})
const text = { type: 'string' }

/** What becomes of the schema called Pet. */
function pet(schemas: JsonObject): Json | undefined {
  const document = withOwnValues({ components: { schemas } })
  return (document as { components: { schemas: JsonObject } }).components.schemas['Pet']
}

describe('the values of a discriminator', () => {
  it('are left to the members where each says its own', () => {
    const Cat = kind({ const: 'cat' })
    const Dog = kind({ type: 'string', enum: ['dog', 'puppy'] })
    expect(pet({ Pet: told(ref('Cat'), ref('Dog')), Cat, Dog })).toEqual({ oneOf: [ref('Cat'), ref('Dog')] })
  })

  it('are the names of members that say none', () => {
    const Pet = told(ref('Cat'), ref('Dog'))
    expect(pet({ Pet, Cat: kind(text), Dog: kind(text) })).toEqual(Pet)
  })

  it('are the names that open forms were made from', () => {
    const Parent = { ...kind({ type: 'string', enum: ['Cat', 'Dog'] }), discriminator: { propertyName: 'kind' } }
    const document = { components: { schemas: { Parent, CatOpen: { allOf: [ref('Parent')] } } } }
    const result = withOwnValues(document, new Map([['CatOpen', 'Cat']]))
    expect(result).toHaveProperty('components.schemas.Parent.discriminator.mapping', {
      Cat: '#/components/schemas/CatOpen',
    })
  })

  it('are those of a mapping that is narrower than what the members share', () => {
    const shared = kind({ type: 'string', enum: ['cat', 'dog'] })
    const Pet = mapped({ cat: ref('Cat')['$ref'] ?? '', dog: ref('Dog')['$ref'] ?? '' }, ref('Cat'), ref('Dog'))
    expect(pet({ Pet, Cat: shared, Dog: shared })).toEqual(Pet)
  })

  it('are those of the members where a mapping says others', () => {
    const Pet = mapped({ Kitty: ref('Cat')['$ref'] ?? '' }, ref('Cat'))
    expect(pet({ Pet, Cat: kind({ const: 'cat' }) })).toEqual({ oneOf: [ref('Cat')] })
  })

  it('are mapped for a member that says its own beside one that does not', () => {
    const Pet = told(ref('Cat'), ref('Dog'))
    const expected = mapped({ cat: '#/components/schemas/Cat' }, ref('Cat'), ref('Dog'))
    expect(pet({ Pet, Cat: kind({ const: 'cat' }), Dog: kind(text) })).toEqual(expected)
  })

  it('are left to the children of a parent that holds the discriminator', () => {
    const parent = (discriminator: JsonObject): JsonObject => ({ ...kind(text), ...discriminator })
    const child = (value: string): JsonObject => ({ allOf: [ref('Pet'), kind({ const: value })] })
    const Pet = parent({ discriminator: { propertyName: 'kind' } })
    expect(pet({ Pet, Cat: child('cat'), Dog: child('dog') })).toEqual(parent({}))
  })

  it('are not said again by a union of such children', () => {
    const Parent = {
      ...kind(text),
      discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat' } },
    }
    const Cat = { allOf: [ref('Parent'), { properties: { lives: text } }] }
    expect(pet({ Pet: told(ref('Cat')), Parent, Cat })).toEqual({ oneOf: [ref('Cat')] })
  })
})
