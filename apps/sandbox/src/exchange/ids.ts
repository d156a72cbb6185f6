const FIRST_ID = 799_477_000_000_000_000n

/**
 * Ids of 18 digits for orders, messages, matches and transfers, rising but with gaps, as real ones do: beyond the exact
 * range of a double, so that a client that reads them as numbers is found out.
 */
export function createIds(random: () => number): () => string {
  let last = FIRST_ID + BigInt(Math.floor(random() * 1_000_000_000))
  return () => {
    last += 1n + BigInt(Math.floor(random() * 997))
    return last.toString()
  }
}
