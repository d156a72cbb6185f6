import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../../test/arbitrary.ts'
import { base64, base64url, fromBase64, fromBase64url, fromHex, hex, utf8 } from './encoding.ts'

const bytes = fc.uint8Array({ maxLength: 300 })

describe('encodings agree with Buffer, both ways, for any bytes', () => {
  test('base64', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(base64(value)).toBe(Buffer.from(value).toString('base64'))
        expect(fromBase64(base64(value))).toEqual(value)
      }),
    )
  })

  test('base64url', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(base64url(value)).toBe(Buffer.from(value).toString('base64url'))
        expect(fromBase64url(base64url(value))).toEqual(value)
      }),
    )
  })

  test('hex', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(hex(value)).toBe(Buffer.from(value).toString('hex'))
        expect(fromHex(hex(value))).toEqual(value)
        expect(fromHex(hex(value).toUpperCase())).toEqual(value)
      }),
    )
  })

  test('UTF-8', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(Buffer.from(utf8(text))).toEqual(Buffer.from(text))
      }),
    )
  })
})

test.each(['a', 'a=', '====', 'a-b_', 'é'])('"%s" is no base64', (text) => {
  expect(fromBase64(text)).toBeUndefined()
})

test.each(['YQ==', 'a+b/', 'a', ' YQ'])('"%s" is no base64url', (text) => {
  expect(fromBase64url(text)).toBeUndefined()
})

test.each(['0', '0g', '0x00', ' 00'])('"%s" is no hex', (text) => {
  expect(fromHex(text)).toBeUndefined()
})
