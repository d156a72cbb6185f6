import { Secret } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { explainCefiRest } from '../src/sign/hmac.ts'
import { renderSignature, visible } from '../src/sign/render.ts'
import { plain } from '../src/style.ts'

describe('a signature shown to people', () => {
  const parts = { method: 'GET', path: '/v1/cefi/orders/active', timestamp: '1700000000', body: '' }
  const source = { secret: new Secret('test-secret'), from: 'from a test' }
  const text = renderSignature(explainCefiRest(parts, { organizationId: 'org-1', keyId: '' }, source), plain)

  it('numbers the steps and escapes the line breaks of the string to sign', () => {
    expect(text).toMatch(/^ 5 {2}string to sign +GET\\n\/v1\/cefi\/orders\/active\\n1700000000\\n$/m)
  })

  it('hides the secret', () => {
    expect(text).toMatch(/^ 6 {2}secret +\[hidden\]$/m)
    expect(text).not.toContain('test-secret')
  })

  it('shows what is sent on a line, whatever it holds', () => {
    const ids = { organizationId: 'org\u001b[2J', keyId: 'key\n1' }
    const shown = renderSignature(explainCefiRest(parts, ids, source), plain)
    expect(shown).toMatch(/^ {4}X-Truex-Organization-Id {2}org\\u001b\[2J$/m)
    expect(shown).toMatch(/^ {4}X-Truex-Key-Id {11}key\\n1$/m)
  })

  it('ends with what to send, and says which of it is not known', () => {
    expect(text).toMatch(/^ {4}X-Truex-Organization-Id {2}org-1$/m)
    expect(text).toMatch(/^ {4}X-Truex-Key-Id {11}\(not set\)$/m)
    expect(text).toMatch(/^ {4}X-Truex-Signature {8}COBrVJvnGfPBBvmZxUVNf71IbgGr3rnRPBWyrY\/oKL8=$/m)
  })
})

describe('visible', () => {
  for (const [name, text, shown] of [
    ['a quotation mark as it is', '{"a":1}', '{"a":1}'],
    ['a backslash so that it differs from an escape', '\\n\n', '\\\\n\\n'],
    ['a control sequence of a terminal escaped', '\u001b[2J\u009b2J', '\\u001b[2J\\u009b2J'],
    [
      'what turns a text around, or has no width, escaped',
      'a\u202eb\u200bc\u{e0041}',
      'a\\u202eb\\u200bc\\udb40\\udc41',
    ],
    ['other letters as they are', 'é €', 'é €'],
  ] as const) {
    it(`shows ${name}`, () => {
      expect(visible(text)).toBe(shown)
    })
  }
})
