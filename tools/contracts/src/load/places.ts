import { type Landing, locator } from './locate.ts'

/** Where a JSON Pointer into a contract leads to in what was written, as `file:line:column`; `undefined` where it leads nowhere. */
export type PlaceOf = (pointer: string) => string | undefined

/** The files of a contract, by what each of them calls the others. */
export type ContractFiles = {
  readonly textOf: (file: string) => string | undefined
  /** The file as messages name it. */
  readonly nameOf: (file: string) => string
  /** The file that a reference in another one leads to. */
  readonly referredTo: (from: string, ref: string) => string
}

/** Places in a contract that is one file. */
export function placesIn(text: string, file: string): PlaceOf {
  const find = finder({ textOf: () => text, nameOf: () => file, referredTo: () => file })
  return (pointer) => find(file, pointer)
}

/** Finds places in any of several files, through references from one to the other. */
export function finder(files: ContractFiles): (file: string, pointer: string) => string | undefined {
  const locators = new Map<string, (pointer: string) => Landing>()
  const find = (file: string, pointer: string, steps: number): string | undefined => {
    const text = files.textOf(file)
    if (text === undefined || steps > MOST_STEPS) return undefined
    const land = locators.get(file) ?? locator(text)
    locators.set(file, land)
    const landing = land(pointer)
    if (landing === undefined) return undefined
    if (typeof landing === 'string') return `${files.nameOf(file)}:${landing}`
    const [part = '', fragment = ''] = landing.ref.split('#', 2)
    const next = part === '' ? file : files.referredTo(file, part)
    return find(next, `${decoded(fragment)}${landing.rest}`, steps + 1)
  }
  return (file, pointer) => find(file, pointer, 0)
}

/**
 * Places of a document that was made of another one.
 *
 * @param origins The pointers of what was moved, each with the one it had before; asked for when the first place is.
 */
export function placesBefore(placeOf: PlaceOf, origins: () => ReadonlyMap<string, string>): PlaceOf {
  let known: ReadonlyMap<string, string> | undefined
  return (pointer) => {
    known ??= origins()
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
      const origin = known.get(pointer.slice(0, end))
      if (origin !== undefined) return placeOf(`${origin}${pointer.slice(end)}`)
    }
    return placeOf(pointer)
  }
}

/** How many references a pointer may lead through; more run in a circle. */
const MOST_STEPS = 50

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
