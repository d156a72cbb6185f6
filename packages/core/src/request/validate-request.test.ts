import { describe, expect, it } from 'vitest'
import { TABLE } from '../../test/harness.ts'
import type { OperationParams } from '../operations/operation.ts'
import { validateRequest } from './validate-request.ts'
import type { ValidateFunction, ValidatorFinding } from './validators.ts'

type Part = keyof OperationParams

const failing = (...errors: ValidatorFinding[]): ValidateFunction => Object.assign(() => false, { errors })
const validate =
  (part: Part, validator: ValidateFunction, params: OperationParams = {}) =>
  () =>
    validateRequest(TABLE.createOrder, params, { request: { createOrder: { [part]: validator } }, response: {} })

describe('a request against the contract', () => {
  it('is refused by every place and no value', () => {
    const validator = failing(
      { instancePath: '/qty', message: 'must be string' },
      { instancePath: '', message: "must have required property 'side'", params: { missingProperty: 'side' } },
      { instancePath: '/side', message: 'must be equal', params: { allowedValues: ['BUY', 'SELL'] } },
    )
    expect(validate('body', validator, { body: { qty: 'planted' } })).toThrow(
      expect.objectContaining({
        code: 'request_invalid',
        operation: 'createOrder',
        attempts: 0,
        message: 'createOrder was not sent: body/qty must be string (and 2 more)',
        violations: [
          { path: 'body/qty', message: 'must be string' },
          { path: 'body/side', message: "must have required property 'side'" },
          { path: 'body/side', message: 'must be equal: BUY, SELL' },
        ],
      }),
    )
  })

  it('may have a cursor of another form in its query, and nothing else', () => {
    const form = (instancePath: string, keyword = 'format') => failing({ instancePath, keyword, message: 'must match' })
    expect(validate('query', form('/cursor'))).not.toThrow()
    expect(validate('query', form('/cursor', 'type'))).toThrow('query/cursor must match')
    expect(validate('query', form('/from'))).toThrow('query/from must match')
    expect(validate('body', form('/cursor'))).toThrow('body/cursor must match')
  })

  it('has an empty object for parameters that were left out', () => {
    for (const part of ['path', 'query', 'header'] as const) {
      validate(part, (value) => {
        expect(value).toEqual({})
        return true
      })()
    }
    expect.assertions(3)
  })
})
