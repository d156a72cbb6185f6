import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { lintUnions } from './unions.ts'

describe('the union rule', () => {
  const member = (kind: JsonObject): JsonObject => ({ type: 'object', required: ['kind'], properties: { kind } })
  const contract = (a: JsonObject, b: JsonObject): JsonObject => ({
    components: {
      schemas: {
        A: a,
        B: b,
        U: {
          oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
          discriminator: { propertyName: 'kind' },
        },
      },
    },
  })

  it('accepts members with values of their own', () => {
    expect(lintUnions(contract(member({ const: 'a' }), member({ enum: ['b', 'c'] })), 'openapi', 'c.yaml')).toEqual([])
  })

  it('rejects members that share a value', () => {
    const [finding] = lintUnions(contract(member({ const: 'a' }), member({ enum: ['b', 'a'] })), 'openapi', 'c.yaml')
    expect(finding?.message).toBe('A and B both allow kind to be a.')
  })

  it('accepts a member of several shapes that say the same value', () => {
    const shapes = { oneOf: [member({ const: 'a' }), { ...member({ const: 'a' }), title: 'Another.' }] }
    expect(lintUnions(contract(shapes, member({ const: 'b' })), 'openapi', 'c.yaml')).toEqual([])
  })

  it('rejects members without a name that share a value', () => {
    const union = { anyOf: [member({ const: 'a' }), member({ const: 'a' })], discriminator: { propertyName: 'kind' } }
    const [finding] = lintUnions({ components: { schemas: { U: union } } }, 'openapi', 'c.yaml')
    expect(finding?.message).toBe('member 1 and member 2 both allow kind to be a.')
  })

  it('rejects a member that leaves the discriminator open', () => {
    const [finding] = lintUnions(contract(member({ const: 'a' }), member({ type: 'string' })), 'openapi', 'c.yaml')
    expect(finding?.message).toBe(
      'B does not limit kind to known values, and none is mapped to it; say them in the overlay.',
    )
  })

  it.each(['B', '#/components/schemas/B'])(
    'takes the values that a mapping to %s says for those of the member',
    (target) => {
      const mapped = (value: string): JsonObject => {
        const discriminator = { propertyName: 'kind', mapping: { [value]: target } }
        const U = { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }], discriminator }
        return { components: { schemas: { A: member({ const: 'a' }), B: member({ type: 'string' }), U } } }
      }
      expect(lintUnions(mapped('b'), 'openapi', 'c.yaml')).toEqual([])
      expect(lintUnions(mapped('a'), 'openapi', 'c.yaml').map(({ message }) => message)).toEqual([
        'A and B both allow kind to be a.',
      ])
    },
  )

  const stream = (level: string): JsonObject => ({
    operations: {
      one: { action: 'receive', messages: [{ $ref: '#/components/messages/trade' }] },
      two: { action: 'receive', messages: [{ $ref: '#/components/messages/level' }] },
    },
    components: {
      messages: {
        trade: {
          payload: { $ref: '#/components/schemas/Trade' },
          'x-behaviour': { auth: 'none', sequence: 'none', update: 'none' },
        },
        level: {
          payload: { $ref: '#/components/schemas/Level' },
          'x-behaviour': { auth: 'none', sequence: 'none', update: 'none' },
        },
      },
      schemas: { Trade: member({ const: 'trade' }), Level: member({ const: level }) },
    },
  })

  it('accepts received messages that can be told apart', () => {
    expect(lintUnions(stream('level'), 'asyncapi', 'c.yaml')).toEqual([])
  })

  it('names the one message that does not say which it is, in place of all pairs', () => {
    const document = stream('level')
    const { components } = document as { components: { schemas: JsonObject } }
    components.schemas['Trade'] = member({ type: 'string', enum: ['trade', 'print'] })
    components.schemas['Level'] = { type: 'object', properties: { price: { type: 'string' } } }
    expect(lintUnions(document, 'asyncapi', 'c.yaml')).toEqual([
      expect.objectContaining({
        at: '#/components/schemas/Level',
        message: expect.stringContaining('Level does not require kind and limit it to texts') as string,
      }),
    ])
  })

  it('looks for a payload without a name from its operation', () => {
    const document = stream('level')
    const { components } = document as { components: { messages: { level: JsonObject } } }
    components.messages.level['payload'] = { type: 'object' }
    expect(lintUnions(document, 'asyncapi', 'c.yaml')[0]?.at).toBe('#/operations/two')
  })

  it('reads the values of a discriminator through its parts', () => {
    const document = stream('level')
    const { components } = document as { components: { schemas: JsonObject } }
    components.schemas['Level'] = member({ allOf: [{ type: 'string', enum: ['level', 'trade'] }, { const: 'level' }] })
    expect(lintUnions(document, 'asyncapi', 'c.yaml')).toEqual([])
  })

  it('rejects received messages that cannot', () => {
    expect(lintUnions(stream('trade'), 'asyncapi', 'c.yaml')).toEqual([
      expect.objectContaining({
        at: '#/components/schemas/Level',
        message: 'Nothing tells Level from Trade: a client cannot know which one it received.',
      }),
    ])
  })
})
