/** What a quantity says, without a number being made of it. There are digits on both sides of a point, as in a price. */
export type QuantityKind = 'zero' | 'positive' | 'negative' | 'invalid'

export function quantityKind(text: string): QuantityKind {
  const signs = text.charCodeAt(0) === MINUS ? 1 : 0
  let point = -1
  let anyDigit = 0
  for (let index = signs; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === POINT && point === -1) point = index
    else if (code < ZERO || code > NINE) return 'invalid'
    else anyDigit |= code - ZERO
  }
  if (text.length === signs || point === signs || point === text.length - 1) return 'invalid'
  if (anyDigit === 0) return 'zero'
  return signs === 1 ? 'negative' : 'positive'
}

const MINUS = 45
const POINT = 46
const ZERO = 48
const NINE = 57
