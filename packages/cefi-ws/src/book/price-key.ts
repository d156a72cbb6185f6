/**
 * A price in a form that sorts. Of two prices with as many digits before the point the greater one is the greater text, so
 * no number is made of it: nothing is rounded, however long it is, and comparing costs no more than comparing texts.
 */
export interface PriceKey {
  /** How many digits stand before the point. */
  readonly whole: number
  /** The price without needless zeros. */
  readonly text: string
}

/**
 * The key of a price.
 *
 * @returns undefined for anything but digits with at most one point between them. A negative price has none.
 */
export function priceKey(price: string): PriceKey | undefined {
  let point = -1
  for (let index = 0; index < price.length; index++) {
    const code = price.charCodeAt(index)
    if (code >= ZERO && code <= NINE) continue
    if (code !== POINT || point !== -1) return undefined
    point = index
  }
  let start = 0
  let end = price.length
  const whole = point === -1 ? end : point
  if (whole === 0 || point === end - 1) return undefined
  while (start < whole - 1 && price.charCodeAt(start) === ZERO) start++
  if (point !== -1) {
    while (price.charCodeAt(end - 1) === ZERO) end--
    if (end - 1 === point) end = point
  }
  return { whole: whole - start, text: start === 0 && end === price.length ? price : price.slice(start, end) }
}

/** Whether one price is below another. */
export function isBelow(left: PriceKey, right: PriceKey): boolean {
  return left.whole === right.whole ? left.text < right.text : left.whole < right.whole
}

const POINT = 46
const ZERO = 48
const NINE = 57
