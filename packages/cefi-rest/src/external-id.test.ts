import { ValidationError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { checkExternalId, isExternalId, newExternalId } from './external-id.ts'

describe('newExternalId', () => {
  it('makes a UUIDv4 that passes its own check', () => {
    const id = newExternalId()
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(checkExternalId(id)).toBe(id)
  })
})

describe('isExternalId', () => {
  it.each(['a', 'mm-0-1', 'A.b_c~d-1', '123456789012345678', '...', '.a'])('accepts %s', (id) => {
    expect(isExternalId(id)).toBe(true)
  })

  it.each([
    ['an empty text', ''],
    ['19 characters', '1234567890123456789'],
    ['a character outside the unreserved set', 'order/1'],
    ['a space', 'order 1'],
    ['a letter outside ASCII', 'ordre-é'],
    ['an upper-case UUID', '2ADC09DD-D49F-41DA-B3B8-30D01BB350FE'],
    ['a UUID that begins in upper case', '2ADC09DD-d49f-41da-b3b8-30d01bb350fe'],
    ['a UUID of another version', '2adc09dd-d49f-11da-b3b8-30d01bb350fe'],
    ['a trailing line break', 'mm-0-1\n'],
    ['what a URL takes for this folder', '.'],
    ['what a URL takes for the folder above', '..'],
  ])('refuses %s', (_, id) => {
    expect(isExternalId(id)).toBe(false)
  })

  it.each([undefined, null, 7, ['mm-0-1']])('refuses %o, which is no text', (id) => {
    expect(isExternalId(id as never)).toBe(false)
  })
})

describe('checkExternalId', () => {
  it('names the field and the rule, and does not repeat the value', () => {
    const check = (): string => checkExternalId('far-too-long-for-an-id')
    expect(check).toThrow(ValidationError)
    expect(check).not.toThrow(/far-too-long/)
    expect(check).toThrow(
      expect.objectContaining({
        violations: [
          {
            path: 'body/external_id',
            message: 'must be a lowercase UUIDv4, or 1 to 18 characters of A-Z a-z 0-9 - . _ ~',
          },
        ],
      }),
    )
  })
})
