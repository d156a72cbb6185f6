import { describe, expect, it } from 'vitest'
import { secondOpinion } from '../check/second-opinion.ts'
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
