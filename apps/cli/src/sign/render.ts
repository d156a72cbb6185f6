import type { Paint } from '../style.ts'
import type { Signature } from './signature.ts'

/** A text on one line: what a terminal would act on, hide or turn around is escaped, as in JSON. */
export function visible(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, (character) => character.split('').map(escaped).join(''))
}

/** One unit of UTF-16. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** The steps, each with its number, its value and why it is so; at the end what to send. */
export function renderSignature({ recipe, steps, send }: Signature, paint: Paint): string {
  const names = [...steps.map(({ name }) => name), ...Object.keys(send)]
  const width = Math.max(...names.map((name) => name.length))
  const lines = steps.flatMap(({ name, value, note }, index) => [
    `${String(index + 1).padStart(2)}  ${paint('bold', name.padEnd(width))}  ${value === '' ? paint('dim', '(empty)') : visible(value)}`,
    paint('dim', `${' '.repeat(width + 6)}${note}`),
  ])
  const sent = Object.entries(send).map(
    ([name, value]) =>
      `    ${name.padEnd(width)}  ${value === '' ? paint('dim', '(not set)') : paint('green', visible(String(value)))}`,
  )
  return `${[paint('bold', recipe), '', ...lines, '', 'Send', ...sent].join('\n')}\n`
}
