import fc from 'fast-check'

/** Any text: code points of every plane, without the halves of surrogate pairs, which no UTF-8 can hold. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })), { maxLength: 40 })
  .map((codePoints) => String.fromCodePoint(...codePoints))
