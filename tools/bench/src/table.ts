import { type Figure, reaches } from './figure.ts'

const widths = { name: 58, value: 14, target: 12 }

/** One row of the terminal table. */
export function row(figure: Figure): string {
  const reached = reaches(figure)
  const mark = reached === undefined ? ' ' : reached ? '✓' : '✗'
  const target =
    figure.target === undefined ? '' : `${figure.target.at === 'most' ? '≤' : '≥'} ${number(figure.target.value)}`
  return [
    `  ${mark} ${figure.name.padEnd(widths.name)}`,
    `${number(figure.value)} ${figure.unit}`.padStart(widths.value),
    target.padStart(widths.target),
    figure.note === undefined ? '' : `   ${figure.note}`,
  ].join('')
}

function number(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))
}
