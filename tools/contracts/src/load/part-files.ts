import { dirname, join, relative, resolve } from 'node:path'
import { BaseResolver, type Document, isAbsoluteUrl, Source } from '@redocly/openapi-core'
import { eachPlace, type Json, type JsonObject } from '../json.ts'
import { ContractProblem } from '../problem.ts'
import { readText } from './contract.ts'
import { parseText } from './parse.ts'
import type { ContractFiles } from './places.ts'

/** Reads what a contract refers to, by its path or its address. */
export type ReadPart = (location: string) => Promise<string>

/**
 * Reads files alone, so that the same contract makes the same code everywhere and at any time.
 *
 * @throws ContractProblem for an address, or a file that cannot be read.
 */
export async function readFileOnly(location: string): Promise<string> {
  if (isAbsoluteUrl(location))
    throw new ContractProblem('nothing is fetched here; save it beside the contract and refer to the file.')
  return readText(location)
}

/** The files of a contract, for the bundler: every one is read by `read` and parsed as strictly as the first. */
export class PartFiles extends BaseResolver implements ContractFiles {
  readonly #contract: string
  readonly #read: ReadPart
  readonly #broken = new Set<string>()
  readonly #texts = new Map<string, string>()
  readonly #parsed = new Map<string, Json>()

  /** @param contract Path or address of the first file; the others are named as it is. */
  constructor(contract: string, read: ReadPart) {
    super()
    this.#contract = contract
    this.#read = read
  }

  /** The first file, whole: what the bundler knows it by. */
  get first(): string {
    return isAbsoluteUrl(this.#contract) ? this.#contract : resolve(this.#contract)
  }

  /** The first file as the bundler takes it, which was read and parsed already. */
  takeFirst(text: string, document: JsonObject): Document {
    this.#texts.set(this.first, text)
    // The bundler writes to what it is given.
    const taken = { source: new Source(this.first, text), parsed: structuredClone(document) }
    this.cache.set(this.first, Promise.resolve(taken))
    return taken
  }

  /** Whether a message is that of a part that holds a fault, rather than of a reference to it. */
  isFault(message: string): boolean {
    return this.#broken.has(message)
  }

  /** A part as messages name it: by its path from where the first file was named, or by its address. */
  nameOf(part: string): string {
    if (isAbsoluteUrl(part)) return part
    return join(dirname(this.#contract), relative(resolve(dirname(this.#contract)), part))
  }

  textOf(part: string): string | undefined {
    return this.#texts.get(part)
  }

  referredTo(from: string, ref: string): string {
    return this.resolveExternalRef(from, ref)
  }

  /** The part, other than the first file, that holds this very object, and the JSON Pointer to it there. */
  holderOf(object: Json): { readonly part: string; readonly pointer: string } | undefined {
    for (const [part, value] of this.#parsed) {
      let found: string | undefined
      eachPlace(value, (one, pointer) => {
        if (one === object) found ??= pointer
      })
      if (found !== undefined) return { part, pointer: found }
    }
    return undefined
  }

  // A reference is a URI, so a space in the name of a file is %20; the path to the file it stands in is none.
  override resolveExternalRef(base: string | null, ref: string): string {
    const isAddress = isAbsoluteUrl(ref) || (base !== null && isAbsoluteUrl(base))
    return super.resolveExternalRef(base, isAddress ? ref : decoded(ref))
  }

  override async loadExternalRef(part: string): Promise<Source> {
    return new Source(part, await this.#read(this.nameOf(part)))
  }

  override parseDocument(source: Source, isRoot?: boolean): Document {
    if (!/\.(?:json|ya?ml)$/i.test(source.absoluteRef)) return super.parseDocument(source, isRoot)
    try {
      const parsed = parseText(source.body, this.nameOf(source.absoluteRef))
      this.#texts.set(source.absoluteRef, source.body)
      this.#parsed.set(source.absoluteRef, parsed)
      return { source, parsed }
    } catch (cause) {
      if (cause instanceof ContractProblem) this.#broken.add(cause.message)
      throw cause
    }
  }
}

function decoded(ref: string): string {
  try {
    return decodeURIComponent(ref)
  } catch {
    return ref
  }
}
