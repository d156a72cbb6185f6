import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml'
import { unescapePointer } from '../json.ts'
import { YAML_OPTIONS } from './yaml-options.ts'

/** Where a JSON Pointer leads to in one text: `line:column`, or the reference that it leads through and what is left of it there. */
export type Landing = string | { readonly ref: string; readonly rest: string } | undefined

/**
 * Where a JSON Pointer leads to in the text of a YAML or JSON document, as `line:column`; `undefined` where it leads nowhere.
 * What an alias stands for is found where it was written.
 */
export function locate(text: string, pointer: string): string | undefined {
  const landing = locator(text)(pointer)
  return typeof landing === 'string' ? landing : undefined
}

/** The same for many pointers into one text, which is parsed when the first one is asked for. */
export function locator(text: string): (pointer: string) => Landing {
  const lineCounter = new LineCounter()
  let document: Document | undefined
  return (pointer) => {
    document ??= parseDocument(text, { ...YAML_OPTIONS, lineCounter })
    return landing(document, lineCounter, pointer)
  }
}

function landing(document: Document, lineCounter: LineCounter, pointer: string): Landing {
  let node: unknown = document.contents
  let offset = 0
  const segments = pointer.split('/').slice(1)
  for (const [index, segment] of segments.entries()) {
    const key = unescapePointer(segment)
    const holder = target(node, document)
    const pair = pairOf(holder, key, document)
    if (isSeq(holder)) node = holder.items[Number(key)]
    else if (pair === undefined) return leadingOn(holder, segments.slice(index), document)
    else node = pair.value
    const start = isScalar(pair?.key) ? pair.key.range : isNode(node) ? node.range : undefined
    if (start?.[0] === undefined) return undefined
    offset = start[0]
  }
  const { line, col } = lineCounter.linePos(offset)
  return `${line}:${col}`
}

function leadingOn(holder: unknown, rest: readonly string[], document: Document): Landing {
  const ref = pairOf(holder, '$ref', document)?.value
  if (!isScalar(ref) || typeof ref.value !== 'string') return undefined
  return { ref: ref.value, rest: rest.map((segment) => `/${segment}`).join('') }
}

function target(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

// A key of the map itself, or of one that is merged into it.
function pairOf(node: unknown, key: string, document: Document): Pair | undefined {
  if (!isMap(node)) return undefined
  const own = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
  if (own !== undefined) return own
  for (const { key: name, value } of node.items) {
    if (!isScalar(name) || name.source !== '<<') continue
    const merged = target(value, document)
    for (const one of isSeq(merged) ? merged.items : [merged]) {
      const found = pairOf(target(one, document), key, document)
      if (found !== undefined) return found
    }
  }
  return undefined
}
