import { createTwoFilesPatch } from 'diff'
import { isScalar, isSeq, parseDocument, stringify, type YAMLMap } from 'yaml'
import type { Json, JsonObject } from '../json.ts'
import type { TargetName } from '../target/target.ts'
import type { Asked } from './ask.ts'
import { corrections } from './corrections.ts'

/** Where and when the questions were asked. */
export type Occasion = { target: TargetName; day: string }

/** An action of an OpenAPI Overlay 1.0 document, in the words this repository asks of one. */
export type OverlayAction = JsonObject & { target: string }

/** What the overlay should say after a contradiction; empty when nothing was contradicted. */
export function overlayActions(
  { question, verdict, choice, evidence }: Asked,
  { target, day }: Occasion,
): OverlayAction[] {
  const correction = corrections[question.id]
  if (verdict !== 'contradicted' || choice === null || correction === undefined) return []
  const words = {
    'x-reason': `Question ${question.id} was asked on ${target} and answered ${choice}.`,
    'x-evidence': 'observed',
    'x-ends': halfAYearAfter(day),
  }
  const steps = correction.changes?.[choice] ?? []
  const note = {
    'x-evidence': 'observed',
    'x-evidence-note': `${question.id} is ${choice}, ${target} ${day}: ${evidence}`,
  }
  return [...steps, { target: correction.place, update: note }].map((step) => ({
    target: step.target,
    description: `${question.question} ${choice}`,
    ...('remove' in step ? { remove: true } : { update: step.update satisfies Json }),
    ...words,
  }))
}

/** Somebody must look again by then. */
function halfAYearAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 182)
  return date.toISOString().slice(0, 10)
}

/**
 * What the contradictions change in `specs/`, as one patch for `git apply`: actions at the end of each overlay, and the choice
 * that was seen as the first of its question, which is the default. Empty when nothing was contradicted.
 * @param read the text of a file, by its path from the root of the repository
 */
export function suggestedPatch(asked: readonly Asked[], occasion: Occasion, read: (file: string) => string): string {
  const contradicted = asked.filter(({ verdict }) => verdict === 'contradicted')
  const apis = [...new Set(contradicted.map(({ question }) => question.api))]
  return apis
    .flatMap((api) => {
      const own = contradicted.filter(({ question }) => question.api === api)
      return [
        patch(`specs/${api}/overlay.yaml`, read, (text) =>
          withActions(
            text,
            own.flatMap((one) => overlayActions(one, occasion)),
          ),
        ),
        patch(`specs/${api}/questions.yaml`, read, (text) =>
          own.reduce((earlier, one) => withDefault(earlier, one, occasion), text),
        ),
      ]
    })
    .join('')
}

function patch(file: string, read: (file: string) => string, change: (text: string) => string): string {
  const before = read(file)
  const lines = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, change(before)).split('\n')
  // The first line is a rule of equal signs, which `git apply` takes for nothing; a reader is better off without.
  return lines.filter((line) => !/^=+$/.test(line)).join('\n')
}

function withActions(text: string, actions: readonly OverlayAction[]): string {
  const written = actions.map((action) => stringify([action], { lineWidth: 0 }).replaceAll(/^(?=.)/gm, '  ')).join('\n')
  return `${text.trimEnd()}\n\n${written}`
}

/** Changes the text only where it must, so that comments and line breaks stay. */
function withDefault(text: string, { question, choice }: Asked, { target, day }: Occasion): string {
  const list = parseDocument(text).get('questions')
  const entry = isSeq<YAMLMap>(list) ? list.items.find((item) => item.get('id') === question.id) : undefined
  const choices = entry?.get('choices')
  if (entry === undefined || choice === null || !isSeq(choices))
    throw new Error(`${question.id} has no choices to reorder`)
  const edits: { start: number; end: number; text: string }[] = []
  const places = choices.items.filter(isScalar).map((item) => {
    const [start = 0, end = 0] = item.range ?? []
    return { start, end, text: text.slice(start, end), value: String(item.value) }
  })
  const seen = places.find(({ value }) => value === choice)
  const order = seen === undefined ? places : [seen, ...places.filter((place) => place !== seen)]
  places.forEach(({ start, end }, at) => edits.push({ start, end, text: order[at]?.text ?? '' }))
  const spoken = entry.get('default', true)
  const [start = 0, end = 0] = spoken?.range ?? []
  edits.push({ start, end, text: JSON.stringify(`${choice}, as ${target} answered on ${day}.`) })
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((changed, edit) => changed.slice(0, edit.start) + edit.text + changed.slice(edit.end), text)
}
