import { expect, it } from 'vitest'
import { createLift } from './create-lift.ts'

const lift = (operation: string, body: unknown): unknown =>
  createLift(undefined)(body, { operation, status: 200, version: undefined, attempts: 1 })

it.each([[[{ tier: 'a' }]], [{ data: { price: null } }], [{ price: null }], [undefined]])(
  'leaves an answer that never had another shape as it comes: %j',
  (body) => {
    expect(lift('getFees', body)).toBe(body)
  },
)
