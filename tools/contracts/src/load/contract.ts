import { readFileSync } from 'node:fs'
import { canonical, type JsonObject } from '../json.ts'
import { applyOverlay } from '../overlay/apply.ts'
import { ContractProblem, reasonOf } from '../problem.ts'
import { hoistedFrom, hoistReferences } from './hoist.ts'
import { inlineReferences } from './inline.ts'
import { type ContractKind, kindOf } from './kind.ts'
import { parseDocumentText, textOf } from './parse.ts'
import { type PlaceOf, placesBefore, placesIn } from './places.ts'
import { refuseDangling } from './references.ts'
import { withTraits } from './traits.ts'

/** A contract as every later step reads it. */
export type LoadedContract = {
  readonly kind: ContractKind
  /** The contract as published, keys in canonical order. */
  readonly source: JsonObject
  /** The contract with its overlay applied. */
  readonly document: JsonObject
  readonly overlay?: JsonObject
  /** Where what it holds was written. */
  readonly placeOf?: PlaceOf
}

/**
 * Reads a contract, applies its overlay and refuses references that lead nowhere.
 *
 * @throws ContractProblem for a missing file, broken syntax, another kind of document, or an overlay that does not fit.
 */
export function loadContract(file: string, overlayFile?: string): LoadedContract {
  const text = readText(file)
  const source = canonical(parseDocumentText(text, file))
  const kind = kindOf(source, file)
  const placeOf = placesIn(text, file)
  refuseDangling(source, file, placeOf)
  if (overlayFile === undefined)
    return { kind, source, document: named(source), placeOf: placesOfNamed(source, placeOf) }
  const overlayText = readText(overlayFile)
  const overlay = canonical(parseDocumentText(overlayText, overlayFile))
  const document = canonical(applyOverlay(source, overlay, overlayFile, overlayText))
  refuseDangling(document, `${file} with ${overlayFile}`)
  return { kind, source, document: named(document), overlay, placeOf: placesOfNamed(document, placeOf) }
}

/** A document as later steps read it: whatever is shared has a name. The overlay is written against what is published, so it comes before. */
export function named(document: JsonObject): JsonObject {
  const whole = withTraits(hoistReferences(inlineReferences(document)))
  return whole === document ? document : canonical(whole)
}

/** Places of what `named` makes of a document. */
export function placesOfNamed(document: JsonObject, placeOf: PlaceOf): PlaceOf {
  return placesBefore(placeOf, () => hoistedFrom(inlineReferences(document)))
}

/** Reads a text file; a missing one is a sentence, not a stack. */
export function readText(file: string): string {
  return textOf(bytesOf(file), file)
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new ContractProblem(`${file} cannot be read: ${reasonOf(cause)}`)
  }
}
