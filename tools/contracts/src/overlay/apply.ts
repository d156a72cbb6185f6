import { JSONPathEnvironment } from 'json-p3'
import { arrayAt, isObject, type Json, type JsonObject, textAt } from '../json.ts'
import { locate } from '../load/locate.ts'
import { ContractProblem, reasonOf } from '../problem.ts'

/** One action of an OpenAPI Overlay 1.0 document. */
export type OverlayAction = {
  /** JSONPath (RFC 9535) of what the action changes. */
  readonly target: string
  /** What is merged into every match. */
  readonly update?: Json
  /** Whether every match is taken out. */
  readonly remove: boolean
}

const paths = new JSONPathEnvironment()

/** Reads the actions of an overlay; a malformed one is refused. */
export function actionsOf(overlay: JsonObject, file: string): OverlayAction[] {
  return arrayAt(overlay, 'actions').map((action, index) => {
    const target = isObject(action) ? textAt(action, 'target') : undefined
    if (!isObject(action) || target === undefined) throw new ContractProblem(`${file}: action ${index} has no target.`)
    const remove = action['remove'] === true
    const update = action['update']
    if (!remove && update === undefined)
      throw new ContractProblem(`${file}: action ${index} (${target}) neither updates nor removes.`)
    return { target, remove, ...(update === undefined ? {} : { update }) }
  })
}

/**
 * Applies an overlay to a copy of the document, in order of its actions. The same form serves OpenAPI and AsyncAPI.
 *
 * @param text The overlay as it was read, to name lines in.
 * @throws ContractProblem where a target is no JSONPath, or naming every one that matches nothing: an action without effect
 * is a forgotten one.
 */
export function applyOverlay(document: JsonObject, overlay: JsonObject, file: string, text?: string): JsonObject {
  const { result, idle } = applyFitting(document, overlay, file)
  if (idle.length === 0) return result
  const complaints = idle.map(({ index, target }) => {
    const line = text === undefined ? undefined : locate(text, `/actions/${index}/target`)
    const place = line === undefined ? file : `${file}:${line}`
    return `${place}: the target ${target} matches nothing; correct it or take the action out.`
  })
  throw new ContractProblem(complaints.join('\n'))
}

/** The same as far as the overlay fits; `idle` are the actions that match nothing. */
export function applyFitting(
  document: JsonObject,
  overlay: JsonObject,
  file: string,
): { readonly result: JsonObject; readonly idle: readonly { readonly index: number; readonly target: string }[] } {
  const result = structuredClone(document)
  const idle = actionsOf(overlay, file).flatMap((action, index) =>
    applyAction(result, action, file).matched === 0 ? [{ index, target: action.target }] : [],
  )
  return { result, idle }
}

/** What an action came to: how many places it matched, and whether one of them is another now. */
type Applied = { readonly matched: number; readonly changed: boolean }

/** Applies one action in place. */
export function applyAction(document: JsonObject, action: OverlayAction, file: string): Applied {
  const matches = matchesOf(document, action.target, file)
  let changed = false
  for (const location of matches.toReversed()) {
    const before = JSON.stringify(walk(document, location))
    if (action.remove) removeAt(document, location)
    else if (action.update !== undefined) mergeAt(document, location, action.update)
    changed ||= action.remove || JSON.stringify(walk(document, location)) !== before
  }
  return { matched: matches.length, changed }
}

function matchesOf(document: JsonObject, target: string, file: string): (string | number)[][] {
  try {
    return paths.query(target, document).nodes.map((node) => node.location)
  } catch (cause) {
    throw new ContractProblem(`${file}: ${target} is no JSONPath: ${reasonOf(cause)}`)
  }
}

function removeAt(document: JsonObject, location: (string | number)[]): void {
  const parent = walk(document, location.slice(0, -1))
  const key = location.at(-1)
  if (Array.isArray(parent) && typeof key === 'number') parent.splice(key, 1)
  else if (isObject(parent) && typeof key === 'string') delete parent[key]
}

function mergeAt(document: JsonObject, location: (string | number)[], update: Json): void {
  const target = walk(document, location)
  if (Array.isArray(target)) {
    target.push(structuredClone(update))
  } else if (isObject(target) && isObject(update)) {
    mergeObjects(target, update)
  } else {
    const parent = walk(document, location.slice(0, -1))
    const key = location.at(-1)
    if (Array.isArray(parent) && typeof key === 'number') parent[key] = structuredClone(update)
    else if (isObject(parent) && typeof key === 'string') parent[key] = structuredClone(update)
  }
}

// Overlay 1.0: members are merged recursively, arrays are concatenated, everything else is replaced.
function mergeObjects(target: JsonObject, update: JsonObject): void {
  for (const [key, value] of Object.entries(update)) {
    const present = target[key]
    if (isObject(present) && isObject(value)) mergeObjects(present, value)
    else if (Array.isArray(present) && Array.isArray(value)) target[key] = [...present, ...structuredClone(value)]
    else target[key] = structuredClone(value)
  }
}

function walk(document: JsonObject, location: (string | number)[]): Json | undefined {
  let value: Json | undefined = document
  for (const key of location) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key]
    else if (isObject(value) && typeof key === 'string') value = value[key]
    else return undefined
  }
  return value
}
