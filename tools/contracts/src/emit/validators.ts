import { Ajv2020 } from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import type { Json, JsonObject } from '../json.ts'
import { ContractProblem } from '../problem.ts'
import { formats } from './formats.ts'
import { key, quote, tsdoc } from './text.ts'

/** One validator: where it stands in the exported object, and the schema it checks. */
export type ValidatorSpec = { readonly path: readonly string[]; readonly schema: Json; readonly description?: string }

/** What the validators are compiled from; `components` are the schemas that references name. */
export type ValidatorsInput = { readonly components: JsonObject; readonly validators: readonly ValidatorSpec[] }

/** Name under which the components are known to the compiler. */
const COMPONENTS = 'contract'

/** `validators.js` and its declarations: code that checks values against the contract and needs no compiler at run time. */
export function emitValidators(input: ValidatorsInput): { readonly code: string; readonly types: string } {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    validateSchema: false,
    formats,
    code: { source: true, esm: true, lines: true },
  })
  ajv.addSchema({ $id: COMPONENTS, components: { schemas: input.components } })
  const names = new Map<string, string>()
  const exported = new Map<string, string>()
  const tree: Tree = new Map()
  for (const { path, schema } of input.validators) {
    const absolute = withBase(schema)
    const text = JSON.stringify(absolute)
    const name = names.get(text) ?? `check${names.size}`
    if (!names.has(text)) {
      names.set(text, name)
      ajv.addSchema(
        typeof absolute === 'object' && absolute !== null && !Array.isArray(absolute)
          ? { ...absolute, $id: name }
          : { $id: name, allOf: [absolute] },
      )
      exported.set(name, name)
    }
    insert(tree, path, name)
  }
  const body = exported.size === 0 ? '' : standalone(ajv, exported)
  return {
    code: `${body}\n${tsdoc(['Validators of the API; the errors of the last call are in `errors` of the function.'])}export const validators = ${render(tree, (name) => name)}\n`,
    types: declarations(tree),
  }
}

function standalone(ajv: Ajv2020, exported: ReadonlyMap<string, string>): string {
  const compile = typeof standaloneCode === 'function' ? standaloneCode : standaloneCode.default
  return asModule(compile(ajv, Object.fromEntries(exported)))
}

/**
 * Turns what ajv emits as an ES module into one: it still calls `require` for its run-time helpers.
 *
 * @throws ContractProblem where a `require` is left.
 */
export function asModule(code: string): string {
  const imports = new Map<string, string>()
  const body = code
    .replace(/^"use strict";/, '')
    .replaceAll(/require\("(ajv\/dist\/runtime\/\w+)"\)\.default/g, (_, module: string) => {
      const name = `${module.split('/').at(-1) ?? ''}Helper`
      imports.set(module, name)
      return name
    })
    .replaceAll(/^export const (check\d+)/gm, 'const $1')
  if (body.includes('require(')) {
    throw new ContractProblem(
      'The compiled validators still call require(); a format or keyword needs a helper that is no ES module.',
    )
  }
  // A CommonJS helper arrives as the module or as its default, by runtime.
  const lines = [...imports].map(
    ([module, name]) =>
      `import ${name}Module from '${module}.js'\nconst ${name} = ${name}Module.default ?? ${name}Module\n`,
  )
  return `${lines.join('')}${body}`
}

// References inside the contract, made absolute to the components' id.
function withBase(schema: Json): Json {
  return JSON.parse(
    JSON.stringify(schema).replaceAll('"$ref":"#/components/', `"$ref":"${COMPONENTS}#/components/`),
  ) as Json
}

type Tree = Map<string, Tree | string>

function insert(tree: Tree, path: readonly string[], name: string): void {
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

function render(tree: Tree, leaf: (name: string) => string, indent = ''): string {
  const members = [...tree].map(([name, value]) => {
    const text = value instanceof Map ? render(value, leaf, `${indent}  `) : leaf(value)
    return `${indent}  ${/^\d+$/.test(name) ? name : key(name)}: ${text},\n`
  })
  return `{\n${members.join('')}${indent}}`
}

function declarations(tree: Tree): string {
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

/** Validators of the API. */
export declare const validators: ${body.replaceAll(/^(\s+)(\S+): /gm, '$1readonly $2: ')}
`
}
