import { canonical } from '../json.ts'
import { upgraded } from './asyncapi2.ts'
import { type LoadedContract, named, placesOfNamed, readText } from './contract.ts'
import { kindOf } from './kind.ts'
import { parseDocumentText } from './parse.ts'
import { placesBefore } from './places.ts'
import { wholeOf } from './whole.ts'

/**
 * Reads a contract that is not ours: of any version that is understood, perhaps in several files, without overlay.
 *
 * @throws ContractProblem for a missing file, broken syntax, another kind of document, or references that lead nowhere.
 */
export async function loadForeign(file: string): Promise<LoadedContract> {
  const text = readText(file)
  const source = parseDocumentText(text, file)
  const kind = kindOf(source, file)
  const { document: whole, placeOf } = await wholeOf({ location: file, text, document: source })
  const moved = new Map<string, string>()
  const current = upgraded(whole, moved)
  const document = canonical(named(current))
  return {
    kind,
    source: document,
    document,
    placeOf: placesOfNamed(
      current,
      placesBefore(placeOf, () => moved),
    ),
  }
}
