import { escapePointer, isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import type { Finding } from './finding.ts'

/** What a contract holds at its top by names that somebody chose. */
const SECTIONS = ['webhooks', 'channels', 'operations', 'servers', 'components']

/**
 * Every section of a contract maps names to what they stand for: what stands in a list would be passed over in silence. An
 * empty section may say nothing at all.
 */
export function lintSections(document: JsonObject, file: string): Finding[] {
  const channels = Object.entries(objectAt(document, 'channels'))
  const maps: [place: string, holder: JsonObject, names: readonly string[]][] = [
    // The servers of OpenAPI are a list.
    ['#', document, SECTIONS.filter((name) => name !== 'servers' || document['asyncapi'] !== undefined)],
    ['#/components', objectAt(document, 'components'), Object.keys(objectAt(document, 'components'))],
    ...channels.map(([id, channel]): (typeof maps)[number] => [
      `#/channels/${escapePointer(id)}`,
      isObject(channel) ? channel : {},
      ['messages', 'parameters'],
    ]),
  ]
  return maps.flatMap(([place, holder, names]) =>
    names
      .filter((name) => !name.startsWith('x-') && isNoMap(holder[name] ?? null))
      .map((name) => ({
        rule: 'own/part' as const,
        severity: 'error' as const,
        file,
        at: `${place}/${escapePointer(name)}`,
        message: `${name} maps names to what they stand for; this is ${JSON.stringify(holder[name]).slice(0, SHOWN)}.`,
      })),
  )
}

const SHOWN = 60

function isNoMap(value: Json): boolean {
  return value !== null && !isObject(value)
}
