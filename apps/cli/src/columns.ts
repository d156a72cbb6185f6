/** How a column stands. */
export type Align = 'left' | 'right'

/** Pads cells so that columns stand under each other. Nothing follows the last cell of a line. */
export function columns(rows: readonly (readonly string[])[], aligns: readonly Align[]): string[] {
  const widths = aligns.map((_, column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) =>
    aligns
      .map((align, column) => {
        const cell = row[column] ?? ''
        const width = widths[column] ?? 0
        return align === 'left' ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
}

/** Lines up decimal texts at their point, without touching a digit: `['9.5', '10']` gives `['9.5', '10  ']`. */
export function atPoint(numbers: readonly string[]): string[] {
  const fraction = (text: string) => (text.includes('.') ? text.length - text.indexOf('.') : 0)
  const longest = Math.max(0, ...numbers.map(fraction))
  return numbers.map((text) => text + ' '.repeat(longest - fraction(text)))
}
