import { describe, expect, it } from 'vitest'
import { secondOpinion } from '../check/second-opinion.ts'
import type { Json, JsonObject } from '../json.ts'
import { openEnums } from '../model/enums.ts'
import { ANY_STRING } from '../model/widened.ts'
import { emitMessages } from './messages.ts'

describe('a schema that is another one by another name', () => {
  it('is a type of that name, not of itself', async () => {
    const schemas = {
      Order: { type: 'object', properties: { id: { type: 'string' } } },
      Again: { $ref: '#/components/schemas/Order' },
    }
    const text = await emitMessages({ schemas, openForms: new Map() })
    expect(text).toMatch(/export type Again = Order;/)
  })
})

describe('a component that is an object or null', () => {
  it('is a type beside the one of the object, whatever contains it', async () => {
    const member = { type: ['object', 'null'], properties: { next: { $ref: '#/components/schemas/Order' } } }
    const schemas = {
      Order: { type: ['object', 'string', 'null'], required: ['id'], properties: { id: { type: 'string' }, member } },
      Holder: { type: 'object', properties: { order: { $ref: '#/components/schemas/Order' } } },
    }
    const text = await emitMessages({ schemas, openForms: new Map() })
    expect(text).toMatch(/export type Order = OrderObject \| string \| null;/)
    expect(await secondOpinion(text, schemas)).toEqual([])
  })
})

describe('an object that says it may have further members', () => {
  it('takes them where it is sent, and names only its own where it is received', async () => {
    const said = { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: true }
    const uses = [
      { schema: { $ref: '#/components/schemas/Sent' }, mode: 'closed' },
      { schema: { $ref: '#/components/schemas/Received' }, mode: 'open' },
    ] as const
    const { schemas, openForms } = openEnums({ Sent: said, Received: said }, uses, new Map())
    const text = await emitMessages({ schemas, openForms })
    expect(text).toMatch(/interface Sent \{\s+id\?: string;?\s+\[member: string\]: unknown;?\s+\}/)
    expect(text).toMatch(/interface Received \{\s+id\?: string;?\s+\}/)
    expect(await secondOpinion(text, schemas)).toEqual([])
  })

  it('takes them where one of its parts says what they are, also where it is received', async () => {
    const part = (name: string, rest: Json) => ({
      type: 'object',
      properties: { [name]: { type: 'string' } },
      additionalProperties: rest,
    })
    for (const parts of [
      [part('a', true), part('b', { type: 'string' })],
      [part('a', { type: 'string' }), part('b', true)],
    ]) {
      const uses = [{ schema: { $ref: '#/components/schemas/Received' }, mode: 'open' }] as const
      const { schemas, openForms } = openEnums({ Received: { allOf: parts } }, uses, new Map())
      const text = await emitMessages({ schemas, openForms })
      expect(text).toMatch(/interface Received \{\s+a\?: string;?\s+b\?: string;?\s+\[member: string\]: unknown;?\s+\}/)
      expect(await secondOpinion(text, schemas)).toEqual([])
    }
  })
})

describe('values that several parts limit', () => {
  it('are each said once', async () => {
    const open = (...values: string[]): JsonObject => ({
      anyOf: [
        { type: 'string', enum: values },
        { type: 'string', [ANY_STRING]: true },
      ],
    })
    const schemas = { Side: { allOf: [open('a', 'b'), open('b', 'c')] } }
    const text = await emitMessages({ schemas, openForms: new Map() })
    expect(text).toContain("export type Side = 'b' | 'a' | 'c' | (string & {});")
  })
})
