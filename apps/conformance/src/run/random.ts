/** Randomness that a seed repeats exactly, so that a failure can be run again as it was. */
export type Random = {
  /** Uniform in [0, 1). */
  next(): number
  /** Whole number in [0, limit). */
  below(limit: number): number
  /** A UUID of version 4, lower case. */
  uuid(): string
  shuffle<T>(items: readonly T[]): T[]
}

/** mulberry32 over a hash of the seed and a label: each case draws its own stream, whatever ran before it. */
export function createRandom(seed: number, label: string): Random {
  let state = hash(`${seed}/${label}`)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join('')
  return {
    next,
    below,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[below(4)]}${hex(3)}-${hex(12)}`,
    shuffle: (items) =>
      items
        .map((item) => ({ item, rank: next() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ item }) => item),
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193)
  return value
}
