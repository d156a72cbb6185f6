import { atPointer, eachObject, isObject, type JsonObject, textAt } from '../json.ts'
import type { Finding } from './finding.ts'

/** A question is named like `R3`, in words of its own or in a description that stands around the fact. */
const QUESTION = /\bquestions?\b/i

/**
 * Every inferred fact has a question that settles it. One warning counts those that name none: a name that we chose is
 * inferred as well, and no probe can settle it.
 */
export function lintInferred(document: JsonObject, file: string): Finding[] {
  const silent: string[] = []
  eachObject(document, (object, pointer) => {
    if (isInferred(object) && !QUESTION.test(JSON.stringify(object)) && !isQuestionedAround(document, pointer))
      silent.push(`#${pointer}`)
  })
  if (silent.length === 0) return []
  const message = `${silent.length} inferred facts name no question: ${silent.slice(0, 3).join(', ')}${silent.length > 3 ? ', …' : ''}.`
  return [{ rule: 'own/inferred-question', severity: 'warning', file, at: silent[0] ?? '#', message }]
}

function isInferred(object: JsonObject): boolean {
  const parts = object['x-evidence-of']
  return object['x-evidence'] === 'inferred' || (isObject(parts) && Object.values(parts).includes('inferred'))
}

function isQuestionedAround(document: JsonObject, pointer: string): boolean {
  for (let end = pointer.lastIndexOf('/'); end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const around = atPointer(document, pointer.slice(0, end))
    if (isObject(around) && QUESTION.test(textAt(around, 'description') ?? '')) return true
  }
  return false
}
