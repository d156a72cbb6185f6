import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/** Where a JSON Pointer leads to in the text of a YAML or JSON document, as `line:column`; `undefined` where it leads nowhere. */
export function locate(text: string, pointer: string): string | undefined {
  const lineCounter = new LineCounter()
  let node: unknown = parseDocument(text, { lineCounter }).contents
  let offset = 0
  for (const segment of pointer.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined
    if (isSeq(node)) node = node.items[Number(key)]
    else if (pair === undefined) return undefined
    else node = pair.value
    const start = isScalar(pair?.key) ? pair.key.range : rangeOf(node)
    if (start?.[0] === undefined) return undefined
    offset = start[0]
  }
  const { line, col } = lineCounter.linePos(offset)
  return `${line}:${col}`
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? (node.range ?? undefined) : undefined
}
