import { describe, expect, it } from 'vitest'
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
