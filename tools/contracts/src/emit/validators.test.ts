import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { checkable, checkableMap } from '../model/checks.ts'
import { ANY_STRING } from '../model/enums.ts'
import { asModule, emitValidators, type Strength } from './validators.ts'

// Inside the repository, so that the helpers of ajv are found.
const folder = mkdtempSync(join(import.meta.dirname, '../../node_modules/.validators-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Violation = { readonly instancePath: string; readonly keyword: string }
type Validate = { (value: unknown): boolean; readonly errors?: readonly Violation[] | null }

let count = 0
async function validator(schema: JsonObject, strength: Strength, components: JsonObject = {}): Promise<Validate> {
  const { code } = emitValidators(
    { components: checkableMap(components), validators: [{ path: ['it'], schema: checkable(schema) }] },
    strength,
  )
  count += 1
  const file = join(folder, `v${count}.mjs`)
  writeFileSync(file, code)
  const module = (await import(pathToFileURL(file).href)) as { readonly validators: { readonly it: Validate } }
  return module.validators.it
}

const found = (validate: Validate, value: unknown): string[] => {
  validate(value)
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)
}

const order: JsonObject = {
  type: 'object',
  required: ['side', 'qty'],
  properties: {
    side: { type: 'string', enum: ['buy', 'sell'] },
    qty: { type: 'string', pattern: '^\\d+$' },
    at: { type: 'string', format: 'date-time' },
    description: { type: 'string', minLength: 2 },
  },
}

describe('validators of full strength', () => {
  it('accept what the contract allows', async () => {
    expect((await validator(order, 'full'))({ side: 'buy', qty: '1', at: '2026-11-20T14:00:00Z', more: true })).toBe(
      true,
    )
  })

  it('name the place and the rule of every fault', async () => {
    const faults = found(await validator(order, 'full'), { side: 'hold', qty: 'x', at: 'noon' })
    expect(faults.sort()).toEqual(['/at format', '/qty pattern', '/side enum'])
  })

  it('check a member that is called like a keyword', async () => {
    expect(found(await validator(order, 'full'), { side: 'buy', qty: '1', description: 'a' })).toEqual([
      '/description minLength',
    ])
  })

  it('count characters, not code units, with the helper of ajv', async () => {
    const validate = await validator({ type: 'string', maxLength: 1 }, 'full')
    expect([validate('𝄞'), validate('ab')]).toEqual([true, false])
  })

  it('follow references, also of schemas that contain themselves', async () => {
    const node: JsonObject = {
      type: 'object',
      properties: { next: { $ref: '#/components/schemas/Node' }, value: { type: 'string' } },
    }
    const validate = await validator({ $ref: '#/components/schemas/Node' }, 'full', { Node: node })
    expect(found(validate, { next: { next: { value: 1 } } })).toEqual(['/next/next/value type'])
  })

  it('match a pattern that escapes what needs no escape', async () => {
    const validate = await validator({ type: 'string', pattern: '^[\\w\\-]+\\@\\p{L}$' }, 'full')
    expect([validate('a-b@p{L}'), validate('a-b@ä')]).toEqual([true, false])
  })

  it('accept any text where an enum is open', async () => {
    const open: JsonObject = {
      anyOf: [
        { type: 'string', enum: ['a'] },
        { type: 'string', [ANY_STRING]: true },
      ],
    }
    const validate = await validator(open, 'full')
    expect([validate('a'), validate('newer'), validate(1)]).toEqual([true, true, false])
  })
})

describe('validators of shape strength', () => {
  it('pass over patterns, formats and bounds', async () => {
    expect((await validator(order, 'shape'))({ side: 'buy', qty: 'x', at: 'noon', description: '' })).toBe(true)
  })

  it.each([
    ['a member that is missing', { side: 'buy' }, ' required'],
    ['another type', { side: 'buy', qty: 1 }, '/qty type'],
    ['a value outside an enum', { side: 'hold', qty: '1' }, '/side enum'],
    ['no object', [], ' type'],
  ])('refuse %s', async (_, value, fault) => {
    expect(found(await validator(order, 'shape'), value)).toEqual([fault])
  })
})

describe('compiled code', () => {
  it('imports what ajv requires', () => {
    expect(asModule('const f = require("ajv/dist/runtime/equal").default\n')).toBe(
      "import equalHelperModule from 'ajv/dist/runtime/equal.js'\n\nconst equalHelper = equalHelperModule.default ?? equalHelperModule\nconst f = equalHelper\n",
    )
  })

  it('is refused where a require is left', () => {
    expect(() => asModule('const f = require("ajv-formats/dist/formats")')).toThrow('still call require()')
  })
})
