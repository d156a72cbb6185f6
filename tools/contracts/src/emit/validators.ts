import { Ajv2020 } from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { eachObject, isObject, type Json, type JsonObject, objectAt, strings } from '../json.ts'
import { shapeOnly } from '../model/checks.ts'
import { regExpFlags } from '../model/patterns.ts'
import type { ValidatorSpec } from '../model/validator-spec.ts'
import { ContractProblem } from '../problem.ts'
import { formats } from './formats.ts'
import { tsdoc } from './text.ts'
import { HELPERS } from './validator-helpers.ts'
import { declarations, insert, render, type Tree } from './validator-tree.ts'

/**
 * How strictly values are checked. `full`: everything the contract says, every fault listed. `shape`: structure, types and
 * constant values, up to the first fault; patterns, formats and bounds cost more than reading the message does.
 */
export type Strength = 'full' | 'shape'

/** What the validators are compiled from; `components` are the schemas that references name. */
export type ValidatorsInput = { readonly components: JsonObject; readonly validators: readonly ValidatorSpec[] }

/** File name → text. */
export type ValidatorFiles = { readonly [file: string]: string }

/** Name under which the components are known to the compiler. */
const COMPONENTS = 'contract'

/** Makes the expressions of patterns. The compiler writes `new RegExp` into the code wherever `code` says so. */
const regExp = Object.assign(
  (pattern: string, flags: string): RegExp => new RegExp(pattern, regExpFlags(pattern) ?? flags),
  { code: 'new RegExp' },
)

/** `validators.js` and its declarations: code that checks values against the contract and needs no compiler at run time. */
export function emitValidators(
  input: ValidatorsInput,
  strength: Strength,
): { readonly code: string; readonly types: string } {
  const prepare = strength === 'full' ? (schema: Json): Json => schema : shapeOnly
  const components = prepared(input.components, prepare)
  const specs = input.validators.map(({ path, schema }) => ({ path, schema: prepare(schema) }))
  const ajv = new Ajv2020({
    allErrors: strength === 'full',
    strict: false,
    // A format that nobody knows is not checked, and says so nowhere else either.
    logger: false,
    validateSchema: false,
    formats,
    code: { source: true, esm: true, lines: true, regExp },
  })
  const schemas = [components, ...specs.map(({ schema }) => schema)]
  // The constructor turns this on. Notes of what was looked at cost time, and ajv 8.20 fails on those it takes of some choices.
  ajv.opts.unevaluated = someObject(schemas, asksForTheRest)
  // Every object has members such as `constructor` by inheritance; to look whether one is its own costs time as well.
  ajv.opts.ownProperties = someObject(schemas, namesInherited)
  ajv.addSchema({ $id: COMPONENTS, components: { schemas: components } })
  const names = new Map<string, string>()
  const tree: Tree = new Map()
  for (const { path, schema } of specs) {
    const absolute = withBase(schema)
    const text = JSON.stringify(absolute)
    const name = names.get(text) ?? `check${names.size}`
    if (!names.has(text)) {
      names.set(text, name)
      ajv.addSchema(isObject(absolute) ? { ...absolute, $id: name } : { $id: name, allOf: [absolute] })
    }
    insert(tree, path, name)
  }
  const body = names.size === 0 ? '' : standalone(ajv, new Map([...names.values()].map((name) => [name, name])))
  return {
    code: `${body}\n${tsdoc([WORDS[strength]])}export const validators = ${render(tree, (name) => name)}\n`,
    types: strength === 'full' ? declarations(tree, WORDS.full) : SHAPE_DECLARATIONS,
  }
}

function someObject(schemas: readonly Json[], test: (object: JsonObject) => boolean): boolean {
  let found = false
  eachObject([...schemas], (object) => {
    found ||= test(object)
  })
  return found
}

function asksForTheRest(schema: JsonObject): boolean {
  return schema['unevaluatedProperties'] !== undefined || schema['unevaluatedItems'] !== undefined
}

function namesInherited(schema: JsonObject): boolean {
  return [...Object.keys(objectAt(schema, 'properties')), ...strings(schema['required'])].some(
    (name) => name in Object.prototype,
  )
}

function prepared(schemas: JsonObject, prepare: (schema: Json) => Json): JsonObject {
  const result: JsonObject = {}
  for (const [name, schema] of Object.entries(schemas)) result[name] = prepare(schema)
  return result
}

/** The files of both strengths. */
export function compileBoth(input: ValidatorsInput): ValidatorFiles {
  const full = emitValidators(input, 'full')
  const shape = emitValidators(input, 'shape')
  return {
    'validators.js': full.code,
    'validators.d.ts': full.types,
    'validators-shape.js': shape.code,
    'validators-shape.d.ts': shape.types,
  }
}

const WORDS = {
  full: 'Validators of everything the contract says. What the last call found wrong is in `errors` of the function.',
  shape: 'Validators of structure, types and constant values, which stop at the first fault: for checks on a hot path.',
} as const satisfies { readonly [strength in Strength]: string }

const SHAPE_DECLARATIONS = `import type { validators as full } from './validators.js'

/** ${WORDS.shape} */
export declare const validators: typeof full
`

function standalone(ajv: Ajv2020, exported: ReadonlyMap<string, string>): string {
  const compile = typeof standaloneCode === 'function' ? standaloneCode : standaloneCode.default
  try {
    return asModule(compile(ajv, Object.fromEntries(exported)))
  } catch (cause) {
    // Where the stack is at its end, there is another way: see `validatorFiles`.
    if (cause instanceof ContractProblem || cause instanceof RangeError || !(cause instanceof Error)) throw cause
    throw new ContractProblem(`No validators can be made of the schemas: ${cause.message}.`)
  }
}

/**
 * Turns what ajv emits as an ES module into one: it still calls `require` for its run-time helpers.
 *
 * @throws ContractProblem where a `require` is left.
 */
export function asModule(code: string): string {
  const used = new Set<string>()
  const body = code
    .replace(/^"use strict";/, '')
    .replaceAll(/require\("(ajv\/dist\/runtime\/\w+)"\)\.default/g, (call, module: string) => {
      const helper = HELPERS.get(module)
      if (helper === undefined) return call
      used.add(helper.code)
      return helper.name
    })
    .replaceAll(/^export const (check\d+)/gm, 'const $1')
    .replaceAll(/new RegExp\(("(?:[^"\\]|\\.)*"), "u"\)/g, (_, pattern: string) => {
      const flags = regExpFlags(JSON.parse(pattern) as string) ?? 'u'
      return flags === '' ? `new RegExp(${pattern})` : `new RegExp(${pattern}, "${flags}")`
    })
  if (REQUIRE.test(body)) {
    throw new ContractProblem(
      'The compiled validators still call require(); a format or keyword needs a helper that is not there.',
    )
  }
  return [...[...used].sort(), body].join('\n')
}

// A call in code: the quotes of data, which may say anything, are escaped.
const REQUIRE = /require\("[\w@./-]+"\)/

// References inside the contract, made absolute to the components' id.
function withBase(schema: Json): Json {
  return JSON.parse(
    JSON.stringify(schema).replaceAll('"$ref":"#/components/', `"$ref":"${COMPONENTS}#/components/`),
  ) as Json
}
