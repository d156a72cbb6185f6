import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { renamedSchemas, withNames } from './renames.ts'

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const text: JsonObject = { type: 'string' }
const number: JsonObject = { type: 'number' }
const document = (schemas: JsonObject, use: Json): JsonObject => ({ components: { schemas }, use })
const renames = (before: JsonObject, after: JsonObject): [string, string][] => [...renamedSchemas(before, after)]

describe('a schema that has another name', () => {
  it('is found where something refers to it, whatever else changed', () => {
    expect(renames(document({ A: text }, [ref('A')]), document({ B: number }, [ref('B')]))).toEqual([['B', 'A']])
  })

  it('is found inside of another one that has', () => {
    const tree = (own: string, leaf: string): JsonObject => ({
      [own]: { properties: { leaf: ref(leaf), next: ref(own) } },
      [leaf]: text,
    })
    const [before, after] = [document(tree('A', 'X'), ref('A')), document(tree('B', 'Y'), ref('B'))]
    expect(renames(before, after)).toEqual([
      ['B', 'A'],
      ['Y', 'X'],
    ])
    expect(withNames(after, renamedSchemas(before, after))).toEqual(before)
  })

  it('is found among choices by what it says', () => {
    const choice = (...names: string[]): JsonObject => ({ oneOf: names.map(ref) })
    const before = document({ A: { items: ref('A') }, C: text }, choice('A', 'C'))
    expect(renames(before, document({ B: { items: ref('B') }, C: text }, choice('B', 'C')))).toEqual([['B', 'A']])
    expect(renames(before, document({ B: number, C: text }, choice('B', 'C')))).toEqual([])
  })

  it.each<[string, JsonObject, JsonObject]>([
    ['stays as well', document({ A: text }, ref('A')), document({ A: text, B: text }, ref('B'))],
    ['was there before', document({ A: text, B: text }, ref('A')), document({ B: text }, ref('B'))],
    ['nothing refers to', document({ A: text }, {}), document({ B: text }, {})],
  ])('is none that %s', (_, before, after) => {
    expect(renames(before, after)).toEqual([])
  })

  it('has one name only, the first that is found', () => {
    const before = document({ A: text }, [ref('A'), ref('A')])
    expect(renames(before, document({ B: text, C: text }, [ref('B'), ref('C')]))).toEqual([['B', 'A']])
    const two = document({ A: text, B: text }, [ref('A'), ref('B')])
    expect(renames(two, document({ C: text }, [ref('C'), ref('C')]))).toEqual([['C', 'A']])
  })
})

describe('a document under other names', () => {
  it('has them in every mapping, too', () => {
    const told = (name: string): JsonObject => ({
      oneOf: [ref(name)],
      discriminator: { propertyName: 'kind', mapping: { a: `#/components/schemas/${name}` } },
    })
    expect(withNames(document({ B: text }, told('B')), new Map([['B', 'A']]))).toEqual(document({ A: text }, told('A')))
  })

  it('is the same one without any', () => {
    const same = document({ A: text }, ref('A'))
    expect(withNames(same, new Map())).toBe(same)
  })
})
