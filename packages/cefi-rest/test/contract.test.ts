import { describe, expect, it } from 'vitest'
import contract from '../src/generated/contract.json' with { type: 'json' }
import { operations } from '../src/generated/operations.ts'
import { answerHolds } from '../src/lift/answer.ts'
import { SCHEMA_VERSIONS } from '../src/schema-version.ts'

type Json = Readonly<Record<string, unknown>>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Every choice of shapes by version in the contract, with the place it stands. */
function choices(value: unknown, place = '#'): { readonly place: string; readonly shapes: Json }[] {
  if (!isJson(value)) return []
  const shapes = value['x-truex-version-schemas']
  const inside = Object.entries(value).flatMap(([name, member]) => choices(member, `${place}/${name}`))
  return isJson(shapes) ? [{ place, shapes }, ...inside] : inside
}

function at(pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, token) => (isJson(value) ? value[token] : undefined), contract)
}

describe('the contract', () => {
  it('says for every body that has two shapes which version sends which', () => {
    const found = choices(contract)
    expect(found.length).toBeGreaterThan(Object.keys(operations).length)
    for (const { place, shapes } of found) {
      expect({ place, versions: new Set(Object.keys(shapes)) }).toEqual({ place, versions: new Set(SCHEMA_VERSIONS) })
      const lost = Object.values(shapes).filter((pointer) => at(String(pointer)) === undefined)
      expect({ place, lost }).toEqual({ place, lost: [] })
    }
  })

  it('says so for the answer of every operation that has older shapes', () => {
    const places = choices(contract).map(({ place }) => place)
    const mute = Object.values(operations).filter(({ id, path, method }) => {
      if (answerHolds(id) === undefined) return false
      const schema = `#/paths/${path}/${method.toLowerCase()}/responses/200/content/application/json/schema`
      return !places.includes(schema)
    })
    expect(mute.map(({ id }) => id)).toEqual([])
  })
})
