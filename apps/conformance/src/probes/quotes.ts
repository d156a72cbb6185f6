import type { Json } from '../json.ts'
import { member, refusalOf, type Seen, tell } from './probe.ts'

type Told = { choice: string | null; evidence: string }

/** What pays for less than one increment: a ten-thousandth of the quote asset. */
export const BELOW_INCREMENT = '0.0001'

/** More of the base asset than any book holds. */
export const BEYOND_BOOK = '100000000'

/** What a quote for less than one increment tells; `quoted` is the quote without its envelope. */
export function belowIncrement(seen: Seen, quoted: Json | undefined): Told {
  const isZero = seen.status === 200 && Number(member(quoted, 'qty')) === 0
  return { choice: isZero ? 'zero-quantity' : refusalOf(seen), evidence: `a ten-thousandth of a dollar: ${tell(seen)}` }
}

/** What a quote for more than the book holds tells. */
export function beyondBook(seen: Seen): Told {
  const choice = seen.status === 200 ? 'what-there-is' : refusalOf(seen)
  return { choice, evidence: `a hundred million BTC: ${tell(seen)}` }
}
