import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { withMembersToldApart } from './told-apart.ts'

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const object = (property?: Json): JsonObject => ({
  type: 'object',
  ...(property === undefined ? {} : { properties: { kind: property } }),
})
const limited = (property: Json): JsonObject => ({ ...object(property), required: ['kind'] })
const told = (members: readonly string[], mapping?: JsonObject, keyword = 'oneOf'): JsonObject => ({
  [keyword]: members.map(ref),
  discriminator: { propertyName: 'kind', ...(mapping === undefined ? {} : { mapping }) },
})
const to = (name: string): string => `#/components/schemas/${name}`
const text: JsonObject = { type: 'string' }
const only = (value: string): JsonObject => ({ type: 'string', enum: [value] })

/** What becomes of the components. */
function settled(schemas: JsonObject, openForms?: ReadonlyMap<string, string>): JsonObject {
  const document = withMembersToldApart({ components: { schemas } }, openForms)
  return (document as { components: { schemas: JsonObject } }).components.schemas
}

describe('the members of a union with a discriminator', () => {
  it.each(['oneOf', 'anyOf'])('of %s have the values that are mapped to them, else their names', (keyword) => {
    const Pet = told(['Cat', 'Dog'], { cat: to('Cat'), kitty: to('Cat') }, keyword)
    expect(settled({ Pet, Cat: object(text), Dog: object() })).toEqual({
      Pet: { [keyword]: [ref('Cat'), ref('Dog')] },
      Cat: limited({ type: 'string', enum: ['cat', 'kitty'] }),
      Dog: limited(only('Dog')),
    })
  })

  it('stay what they are where they are no objects', () => {
    const schemas: JsonObject = { Name: only('a'), Nothing: { type: 'null' }, List: { items: text }, Maybe: {} }
    const names = [...Object.keys(schemas), 'Cat']
    expect(settled({ Pet: told(names), ...schemas, Cat: object() })).toEqual({
      ...schemas,
      Pet: { oneOf: names.map(ref) },
      Maybe: { allOf: [limited(only('Maybe'))] },
      Cat: limited(only('Cat')),
    })
  })

  it('keep the values that they say themselves', () => {
    const [Cat, Dog] = [object({ const: 'cat' }), object({ type: 'string', enum: ['dog', 'puppy'] })]
    expect(settled({ Pet: told(['Cat', 'Dog'], { Kitty: to('Cat') }), Cat, Dog })).toMatchObject({ Cat, Dog })
  })

  it('have less than they say where less is mapped to them', () => {
    const shared = object({ type: 'string', enum: ['cat', 'dog'], description: 'Which.' })
    const Pet = told(['Cat', 'Dog'], { cat: to('Cat'), dog: to('Dog') })
    expect(settled({ Pet, Cat: shared, Dog: shared })).toMatchObject({
      Cat: limited({ ...only('cat'), description: 'Which.' }),
      Dog: limited({ ...only('dog'), description: 'Which.' }),
    })
  })

  it('have the values of every union they are in', () => {
    const [Pet, Any] = [told(['Cat'], { cat: to('Cat') }), told(['Cat'])]
    expect(settled({ Pet, Any, Cat: object() })['Cat']).toEqual(limited({ type: 'string', enum: ['cat', 'Cat'] }))
  })

  it('have the names that open forms were made from', () => {
    const schemas = { Pet: told(['CatOpen']), CatOpen: object(text) }
    expect(settled(schemas, new Map([['CatOpen', 'Cat']]))['CatOpen']).toEqual(limited(only('Cat')))
  })

  it.each<[string, JsonObject, JsonObject]>([
    ['a reference', ref('Cat'), { allOf: [ref('Cat'), limited(only('Pet'))] }],
    ['a composition', { allOf: [ref('Cat')] }, { allOf: [ref('Cat'), limited(only('Pet'))] }],
    ['a choice', { oneOf: [ref('Cat')] }, { oneOf: [ref('Cat')], allOf: [limited(only('Pet'))] }],
    [
      'an object or null',
      { type: ['object', 'null'], properties: { kind: text } },
      { type: ['object', 'null'], properties: { kind: text }, allOf: [limited(only('Pet'))] },
    ],
  ])('have them in a part of their own where they are %s', (_, Pet, expected) => {
    expect(settled({ Any: told(['Pet']), Pet, Cat: object(text) })['Pet']).toEqual(expected)
  })

  it('are limited where the property may be anything', () => {
    expect(settled({ Pet: told(['Cat']), Cat: object(true) })['Cat']).toEqual(limited(only('Cat')))
  })

  it('hold to what the property refers to as well', () => {
    const schemas = { Pet: told(['Cat']), Cat: object(ref('Kind')), Kind: text }
    expect(settled(schemas)['Cat']).toEqual(limited({ allOf: [ref('Kind'), only('Cat')] }))
  })
})

describe('the children of a parent with a discriminator', () => {
  const Pet: JsonObject = { ...object(text), discriminator: { propertyName: 'kind', mapping: { dog: to('Dog') } } }
  const child = (parent: string, own?: JsonObject): JsonObject => ({
    allOf: [ref(parent), ...(own === undefined ? [] : [own])],
  })

  it('have their values, and the parent has any', () => {
    expect(settled({ Pet, Dog: child('Pet'), Cat: child('Pet', object({ const: 'cat' })) })).toEqual({
      Pet: object(text),
      Dog: { allOf: [ref('Pet'), limited(only('dog'))] },
      Cat: child('Pet', object({ const: 'cat' })),
    })
  })

  it('may be what is made of them', () => {
    expect(settled({ Pet, Dog: child('Pet'), Puppy: child('Dog') })).toMatchObject({
      Dog: { allOf: [ref('Pet'), limited({ type: 'string', enum: ['dog', 'Puppy'] })] },
      Puppy: { allOf: [ref('Dog'), limited(only('Puppy'))] },
    })
  })

  it('are of a kind by one property, whatever tells them apart by another', () => {
    const Sized: JsonObject = { oneOf: [ref('Puppy')], discriminator: { propertyName: 'size' } }
    expect(settled({ Any: told(['Dog']), Sized, Dog: object(text), Puppy: child('Dog') })['Dog']).toEqual(
      limited({ type: 'string', enum: ['Dog'] }),
    )
  })

  it('are told apart by the parent in a union that says nothing else', () => {
    expect(settled({ Pet, Dog: child('Pet'), Any: told(['Dog']) })['Dog']).toEqual({
      allOf: [ref('Pet'), limited(only('dog'))],
    })
  })
})

it('leaves a member alone that is called like the keyword', () => {
  const schemas = { A: { properties: { discriminator: text } } }
  expect(settled(schemas)).toEqual(schemas)
})
