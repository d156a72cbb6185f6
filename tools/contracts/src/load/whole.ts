import { eachObject, type JsonObject } from '../json.ts'
import type { Bundle, FirstFile } from './bundle.ts'
import type { ReadPart } from './part-files.ts'
import { placesIn } from './places.ts'
import { referencesIn, refuseDangling } from './references.ts'

/**
 * One document of a contract that may be spread over files, with every reference in it leading somewhere.
 *
 * @param read How the other files are had. By default from the disk alone.
 * @throws ContractProblem naming every reference that leads nowhere.
 */
export async function wholeOf(first: FirstFile, read?: ReadPart): Promise<Bundle> {
  const { location, text, document } = first
  // The bundler takes long to load, and most contracts are one file.
  const whole = refersOutside(document)
    ? await (await import('./bundle.ts')).bundleFile(first, read)
    : { document, placeOf: placesIn(text, location) }
  refuseDangling(whole.document, location, whole.placeOf)
  return whole
}

/** Whether a document refers to other files. */
export function refersOutside(document: JsonObject): boolean {
  const isOutside = (ref: string): boolean => !ref.startsWith('#')
  let found = false
  eachObject(document, ({ $ref }) => {
    found ||= typeof $ref === 'string' && isOutside($ref)
  })
  // To know the places takes several times as long.
  return found && referencesIn(document, isOutside).length > 0
}
