/** One DER element. `children` is filled for constructed elements. */
export interface DerNode {
  readonly tag: number
  readonly content: Uint8Array
  readonly children: readonly DerNode[]
}

/** Reads one DER element that fills `bytes` to the end; undefined when the bytes are anything else. */
export function readDer(bytes: Uint8Array): DerNode | undefined {
  const nodes = readAll(bytes, 0)
  return nodes?.length === 1 ? nodes[0] : undefined
}

function readAll(bytes: Uint8Array, depth: number): DerNode[] | undefined {
  // A private key nests four deep; anything deeper is not one.
  if (depth > 8) return undefined
  const nodes: DerNode[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]
    const length = readLength(bytes, at + 1)
    if (tag === undefined || length === undefined || length.end > bytes.length) return undefined
    const content = bytes.subarray(length.start, length.end)
    const children = (tag & 0x20) === 0 ? [] : readAll(content, depth + 1)
    if (children === undefined) return undefined
    nodes.push({ tag, content, children })
    at = length.end
  }
  return nodes
}

function readLength(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } | undefined {
  const first = bytes[at]
  if (first === undefined) return undefined
  if (first < 0x80) return { start: at + 1, end: at + 1 + first }
  const count = first & 0x7f
  if (count === 0 || count > 2 || at + count >= bytes.length) return undefined
  let length = 0
  for (let index = 1; index <= count; index++) length = length * 256 + (bytes[at + index] ?? 0)
  // DER knows one way to write a length, the shortest (X.690, 10.1).
  if (length < (count === 1 ? 0x80 : 0x100)) return undefined
  return { start: at + 1 + count, end: at + 1 + count + length }
}
