import { key, quote } from './text.ts'

/** Validators by where they stand: `request`, the operation, the part. A leaf is the name of a function. */
export type Tree = Map<string, Tree | string>

/** Puts a function where it belongs. */
export function insert(tree: Tree, path: readonly string[], name: string): void {
  const [head, ...rest] = path
  if (head === undefined) return
  if (rest.length === 0) {
    tree.set(head, name)
    return
  }
  const branch = tree.get(head)
  const next: Tree = branch instanceof Map ? branch : new Map()
  tree.set(head, next)
  insert(next, rest, name)
}

/** The tree as the text of an object. */
export function render(tree: Tree, leaf: (name: string) => string, indent = ''): string {
  const members = [...tree].map(([name, value]) => {
    const text = value instanceof Map ? render(value, leaf, `${indent}  `) : leaf(value)
    return `${indent}  ${/^\d+$/.test(name) ? name : key(name)}: ${text},\n`
  })
  return `{\n${members.join('')}${indent}}`
}

/** The declarations that go with the compiled code. */
export function declarations(tree: Tree, words: string): string {
  const body = render(tree, () => 'Validate')
  return `/** One way in which a value breaks the contract. */
export interface Violation {
  /** JSON Pointer to the offending value. */
  readonly instancePath: string
  /** JSON Pointer to the rule it breaks. */
  readonly schemaPath: string
  /** Keyword of the rule, for example ${quote('required')}. */
  readonly keyword: string
  /** Particulars of the rule. */
  readonly params: Readonly<Record<string, unknown>>
  /** What is wrong, in words. */
  readonly message?: string
}

/** Checks a value; what is wrong is in \`errors\` until the next call. */
export interface Validate {
  (value: unknown): boolean
  /** What the last call found wrong; nothing when the value was right. */
  errors?: readonly Violation[] | null
}

/** ${words} */
export declare const validators: ${body.replaceAll(/^(\s+)(\S+): /gm, '$1readonly $2: ')}
`
}
