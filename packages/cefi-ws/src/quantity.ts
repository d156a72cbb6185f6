/** What a quantity says, without a number being made of it. */
export type QuantityKind = 'zero' | 'positive' | 'negative' | 'invalid'

export function quantityKind(text: string): QuantityKind {
  const negative = text.charCodeAt(0) === 45
  let points = 0
  let zero = true
  let digits = 0
  for (let index = negative ? 1 : 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 46) points++
    else if (code < 48 || code > 57) return 'invalid'
    else {
      digits++
      if (code !== 48) zero = false
    }
  }
  if (digits === 0 || points > 1) return 'invalid'
  if (zero) return 'zero'
  return negative ? 'negative' : 'positive'
}
