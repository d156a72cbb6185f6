import { type JsonObject, textAt } from '../json.ts'

/** The members of any part of a contract that hold prose. */
const PROSE = ['title', 'summary', 'description']

/** What reads as a tag of TSDoc, wherever it stands in a line. */
const TAG = /(?<!\S)@(?=\S)/g

/** Prose without tags: an editor would strike out whatever a sentence with `@deprecated` describes. */
export function withoutTags(holder: JsonObject): JsonObject {
  if (!PROSE.some((member) => textAt(holder, member)?.includes('@'))) return holder
  const plain = { ...holder }
  for (const member of PROSE) {
    const text = plain[member]
    if (typeof text === 'string') plain[member] = text.replaceAll(TAG, '\\@')
  }
  return plain
}
