/** One number of the bench: what was measured, against what, and what we aim at. */
export interface Figure {
  readonly name: string
  readonly value: number
  /** `×` for a ratio of two things measured in turn; everything else is absolute and depends on the machine. */
  readonly unit: '×' | 'ns' | 'µs' | 'ms' | 'kB' | '/s' | 'found'
  readonly target?: { readonly at: 'most' | 'least'; readonly value: number } | undefined
  /** Where the number comes from, for example the two times behind a ratio. */
  readonly note?: string | undefined
}

/** A group of figures, measured one after the other. */
export interface Suite {
  readonly name: string
  figures(): AsyncIterable<Figure> | Iterable<Figure>
}

/** Whether a figure reaches its target; undefined when it has none. */
export function reaches({ value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined
  return target.at === 'most' ? value <= target.value : value >= target.value
}
