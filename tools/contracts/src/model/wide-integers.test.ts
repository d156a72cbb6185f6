import { describe, expect, it } from 'vitest'
import { emitSchema } from '../emit/schema.ts'
import type { JsonObject } from '../json.ts'
import { typedDocument } from './typed-document.ts'
import { markWideIntegers } from './wide-integers.ts'

const content: JsonObject = { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } }
const document: JsonObject = {
  openapi: '3.1.0',
  paths: {
    '/a/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } }],
      post: {
        parameters: [
          { $ref: '#/components/parameters/Ids' },
          { name: 'filter', in: 'query', content: { 'application/json': { schema: { type: 'boolean' } } } },
        ],
        requestBody: content,
        responses: { 200: content },
      },
    },
  },
  components: {
    parameters: {
      Ids: { name: 'ids', in: 'query', schema: { type: 'array', items: { $ref: '#/components/schemas/Id' } } },
    },
    schemas: {
      Id: { type: 'integer', format: 'int64' },
      A: {
        properties: {
          free: { type: ['integer', 'null'], format: 'uint64', description: 'Units.' },
          known: { type: 'integer', format: 'int64', enum: [1, 2] },
          small: { type: 'integer' },
          wide: { type: 'integer', format: 'int64' },
        },
      },
    },
  },
}

describe('an integer of 64 bits', () => {
  const { document: typed, openForms } = typedDocument(markWideIntegers(document))
  const code = emitSchema(typed, openForms)
  const typeOf = (name: string): string => new RegExp(`^ {8}${name}: \\{\n[^]*?^ {8}\\}`, 'm').exec(code)?.[0] ?? ''

  it('may come as text, and says when it does', () => {
    expect(typeOf('AOpen')).toContain('wide?: number | string;')
    expect(typeOf('AOpen')).toContain('free?: number | string | null;')
    expect(code).toContain('Units. Beyond 2^53 it comes as text.')
  })

  it('is sent as a number, and stays one where its values are known or it has fewer bits', () => {
    expect(typeOf('A')).toContain('wide?: number;')
    expect(typeOf('AOpen')).toContain('known?: 1 | 2;')
    expect(typeOf('AOpen')).toContain('small?: number;')
  })

  it('goes into a parameter as it came', () => {
    expect(code).toContain(' id: number | string;')
    expect(code).toContain('Ids: (number | string)[];')
  })

  it('leaves a parameter of JSON as the contract has it', () => {
    expect(code).toContain('filter?: boolean;')
  })

  it('is held to digits as text', () => {
    expect(typed).toMatchObject({
      components: {
        schemas: { AOpen: { properties: { wide: { type: ['integer', 'string'], pattern: '^-?\\d+$' } } } },
      },
    })
  })
})
