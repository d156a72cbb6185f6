import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { checkable, checkableMap } from '../model/checks.ts'
import { ANY_STRING, OVERLAPPING } from '../model/widened.ts'
import { asModule, emitValidators, type Strength } from './validators.ts'

// Outside the repository, where no package is found: the validators need none.
const folder = mkdtempSync(join(tmpdir(), 'validators-'))
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

const conditional = (...parts: readonly Json[]): JsonObject =>
  Object.fromEntries(['if', 'then'].map((keyword, index) => [keyword, parts[index] ?? true]))

describe.each(['full', 'shape'] as const)('validators of %s strength', (strength) => {
  it('know what a member asks for, whatever it is called', async () => {
    const validate = await validator({ dependentRequired: { title: ['a'], 'x-b': ['a'], pattern: ['a'] } }, strength)
    const judged = [{ title: 1 }, { 'x-b': 1 }, { pattern: 1 }, { title: 1, a: 1 }].map((value) => validate(value))
    expect(judged).toEqual([false, false, false, true])
  })
})

describe('validators of full strength', () => {
  it('pass over a pattern of another language, as lint says', async () => {
    const validate = await validator({ type: 'string', pattern: '(?i)^a$', maxLength: 1 }, 'full')
    expect(['b', 'aa'].map((value) => validate(value))).toEqual([true, false])
  })

  it('pass over what a schema calls itself', async () => {
    const validate = await validator(
      { id: 'a', $id: 'b', $schema: 'c', properties: { id: { type: 'string' } } },
      'full',
    )
    expect([validate({ id: 'a' }), validate({ id: 1 })]).toEqual([true, false])
  })

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

  it.each([
    ['', 0],
    ['ab', 2],
    ['𝄞', 1],
    ['a𝄞b', 3],
    ['\uD834', 1],
    ['\uDD1E\uD834', 2],
  ])('count the characters of %j, not its code units', async (text, length) => {
    const validate = await validator({ type: 'string', minLength: length, maxLength: length }, 'full')
    expect(validate(text)).toBe(true)
  })

  it.each<[string, unknown, boolean]>([
    ['itself', { a: [1, { b: null }] }, true],
    ['a list in another order', { a: [{ b: null }, 1] }, false],
    ['a longer list', { a: [1, { b: null }, 2] }, false],
    ['more members', { a: [1, { b: null }], c: 1 }, false],
    ['a member of another name', { c: [1, { b: null }] }, false],
    ['an object for a list', { a: { 0: 1, 1: { b: null } } }, false],
    ['null', null, false],
    ['a text', 'a', false],
  ])('tell a constant object from %s', async (_, value, isSame) => {
    expect((await validator({ const: { a: [1, { b: null }] } }, 'full'))(value)).toBe(isSame)
  })

  it('find the same object twice in a list', async () => {
    const validate = await validator({ type: 'array', uniqueItems: true }, 'full')
    expect([
      validate([{ a: 1 }, { a: 2 }]),
      validate([
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
    ]).toEqual([true, false])
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

  it('accept no other number where an enum of texts and numbers is open', async () => {
    const open: JsonObject = { anyOf: [{ enum: ['a', 1] }, { type: 'string', [ANY_STRING]: true }] }
    const validate = await validator(open, 'full')
    expect([validate('newer'), validate(1), validate(2)]).toEqual([true, true, false])
  })

  it('let a value be several of the choices that were widened', async () => {
    const choice: JsonObject = { oneOf: [{ type: 'string' }, { minLength: 1 }] }
    const validate = await validator({ ...choice, [OVERLAPPING]: true }, 'full')
    expect([(await validator(choice, 'full'))('a'), validate('a'), validate('')]).toEqual([false, true, true])
  })

  it('take no member for there that every object inherits', async () => {
    const schema = { type: 'object', required: ['valueOf'], properties: { constructor: { type: 'string' } } }
    const validate = await validator(schema, 'full')
    expect(found(validate, { valueOf: 1 })).toEqual([])
    expect(found(validate, {})).toEqual([' required'])
    expect(found(validate, { valueOf: 1, constructor: 1 })).toEqual(['/constructor type'])
  })

  it('note what was looked at only where a schema asks for the rest', async () => {
    const schema: JsonObject = {
      patternProperties: { '^x': true },
      if: { const: 'a' },
      else: { oneOf: [{ additionalProperties: { type: 'boolean' } }] },
    }
    expect((await validator(schema, 'full'))({ x1: true })).toBe(true)
    const closed = await validator({ allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, 'full')
    expect([closed({ a: 1 }), closed({ b: 1 })]).toEqual([true, false])
  })
})

describe('validators of shape strength', () => {
  it('pass over patterns, formats and bounds', async () => {
    expect((await validator(order, 'shape'))({ side: 'buy', qty: 'x', at: 'noon', description: '' })).toBe(true)
  })

  it.each<[string, JsonObject, Json]>([
    ['choices that differ in their bounds', { oneOf: [{ minLength: 1 }, { maxLength: 0 }] }, 'a'],
    ['more choices beside them', { anyOf: [{ minLength: 9 }, { type: 'string' }], oneOf: [{}, { maxLength: 0 }] }, 'a'],
    ['a condition on a bound', conditional({ maxLength: 1 }, false), 'ab'],
    ['what a list holds', { contains: { minimum: 1 }, maxContains: 1 }, [0, 1]],
    [
      'what nobody looked at',
      {
        ...conditional({ minProperties: 1, properties: { a: true } }, { type: 'object' }),
        unevaluatedProperties: false,
      },
      { a: 1 },
    ],
  ])('pass over %s', async (_, schema, value) => {
    expect([(await validator(schema, 'full'))(value), (await validator(schema, 'shape'))(value)]).toEqual([true, true])
  })

  it('refuse what is none of the choices', async () => {
    const choice: JsonObject = {
      anyOf: [{ type: 'string' }, { type: 'number' }],
      oneOf: [{ type: 'string' }, { type: 'null' }],
    }
    const validate = await validator(choice, 'shape')
    expect([validate('a'), validate(1), validate(null)]).toEqual([true, false, false])
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
  it('holds what ajv requires, once', () => {
    const call = 'require("ajv/dist/runtime/equal").default'
    const code = asModule(`const a = ${call}\nconst b = ${call}\n`)
    expect(code.match(/function equal/g)).toHaveLength(1)
    expect(code).toMatch(/\nconst a = equal\nconst b = equal\n$/)
  })

  it('is taken where only data speaks of one', async () => {
    const schema = { required: ['require("a/b")'], properties: { a: { enum: ['require("ajv").default', 'require('] } } }
    const validate = await validator(schema, 'full')
    expect([validate({ 'require("a/b")': 1, a: 'require(' }), validate({ 'require("a/b")': 1, a: 'b' })]).toEqual([
      true,
      false,
    ])
  })

  it('is refused where a require is left', () => {
    for (const module of ['ajv-formats/dist/formats', 'ajv/dist/runtime/uri'])
      expect(() => asModule(`const f = require("${module}").default`)).toThrow('still call require()')
  })
})
