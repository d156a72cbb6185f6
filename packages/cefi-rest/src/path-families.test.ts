import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { operations } from './generated/operations.ts'
import { answerHolds } from './lift/answer.ts'
import { operationTable } from './operation-table.ts'
import { familyBaseUrl, PATH_FAMILIES, type PathFamily } from './path-families.ts'

type Family = { readonly prefix: string; readonly option: PathFamily; readonly hmacScheme: string }
type Place = { readonly path: string }
const mapping = parse(readFileSync(new URL('../../../specs/cefi-rest/paths.yaml', import.meta.url), 'utf8')) as {
  readonly families: Readonly<Record<'current' | 'legacyPlural' | 'legacySingular', Family>>
  readonly operations: Readonly<
    Record<string, { method: string; current: Place; legacyPlural?: Place; legacySingular?: Place }>
  >
}

describe('operationTable', () => {
  it.each(['current', 'legacyPlural', 'legacySingular'] as const)(
    'gives every operation the %s path of the mapping',
    (name) => {
      const family = mapping.families[name]
      const table = operationTable(family.option)
      // What came after the older families has no path there.
      const mapped = Object.entries(mapping.operations).flatMap(([id, row]) =>
        row[name] === undefined ? [] : [[id, `${row.method} ${row[name].path}`]],
      )
      const given = mapped.map(([id = '']) => [id, `${table[id]?.method} ${table[id]?.path}`])
      expect(given).toEqual(mapped)
    },
  )
})

it('lists every operation of the contract in the mapping', () => {
  expect(Object.keys(mapping.operations).sort()).toEqual(Object.keys(operations).sort())
})

it('has older shapes for the answers of the operations that have an older path, and for no others', () => {
  const older = Object.entries(mapping.operations).flatMap(([id, row]) => (row.legacyPlural === undefined ? [] : [id]))
  const lifted = Object.keys(operations).filter((id) => answerHolds(id) !== undefined)
  expect(lifted.sort()).toEqual(older.sort())
})

describe('PATH_FAMILIES', () => {
  it('has the prefix and the HMAC scheme of the mapping', () => {
    const mapped = Object.values(mapping.families).map(({ option, prefix, hmacScheme }) => [
      option,
      { prefix, hmacScheme },
    ])
    expect(PATH_FAMILIES).toEqual(Object.fromEntries(mapped))
  })
})

describe('familyBaseUrl', () => {
  it('exchanges the prefix of another family', () => {
    expect(familyBaseUrl('https://api.uat.truex.co/v1/cefi', 'api-v1-singular')).toBe('https://api.uat.truex.co/api/v1')
  })

  it('leaves its own prefix alone', () => {
    expect(familyBaseUrl('http://127.0.0.1:4010/v1/cefi', 'v1-cefi')).toBe('http://127.0.0.1:4010/v1/cefi')
  })

  it('leaves a URL without a known prefix alone', () => {
    expect(familyBaseUrl('https://proxy.example.com/cefi', 'api-v1-plural')).toBe('https://proxy.example.com/cefi')
    expect(familyBaseUrl('https://a.example/v1/cefi/eu', 'api-v1-plural')).toBe('https://a.example/v1/cefi/eu')
  })
})
