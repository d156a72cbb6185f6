import { canonical, isObject, type JsonObject } from '../json.ts'
import { upgraded } from './asyncapi2.ts'
import { type LoadedContract, named, placesOfNamed, readText } from './contract.ts'
import { kindOf } from './kind.ts'
import { parseDocumentText } from './parse.ts'
import { placesBefore, placesIn } from './places.ts'
import { refuseDangling } from './references.ts'

/**
 * Reads a contract that is not ours: of any version that is understood, perhaps in several files, without overlay.
 *
 * @throws ContractProblem for a missing file, broken syntax, another kind of document, or references that lead nowhere.
 */
export async function loadForeign(file: string): Promise<LoadedContract> {
  const text = readText(file)
  const source = parseDocumentText(text, file)
  const kind = kindOf(source, file)
  const { bundleFile, refersOutside } = await import('./bundle.ts')
  const { document: whole, placeOf } = refersOutside(source)
    ? await bundleFile({ location: file, text, document: source })
    : { document: source, placeOf: placesIn(text, file) }
  refuseDangling(whole, file, placeOf)
  const moved = new Map<string, string>()
  const current = upgraded(whole, moved)
  const document = canonical(named(current))
  const sorted: JsonObject = isObject(document) ? document : whole
  return {
    kind,
    source: sorted,
    document: sorted,
    placeOf: placesOfNamed(
      current,
      placesBefore(placeOf, () => moved),
    ),
  }
}
