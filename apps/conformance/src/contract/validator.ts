import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import type { Json, JsonObject } from '../json.ts'

// ajv-formats is CommonJS whose types describe a default export: under NodeNext the function sits one level down.
const addFormats = addFormatsModule.default

/** One way in which a value breaks its schema: the place, and `at`, which is one for all rows of a list. */
export type Violation = { keyword: string; place: string; at: string; message: string }

/** Validates values against any place in one contract document. */
export type ContractValidator = {
  violations: (pointer: string, value: Json) => Violation[]
  fits: (schema: JsonObject, value: Json) => boolean
}

export function createContractValidator(document: JsonObject): ContractValidator {
  // `strict` would refuse OpenAPI's own keywords (`example`, `deprecated`, `x-…`), which are no part of JSON Schema.
  // Inlining references copies shared schemas into every operation, which makes compiling three times slower.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false, inlineRefs: false })
  addFormats(ajv)
  // The `id` of an AsyncAPI document is no schema keyword, and ajv refuses the one of an older draft by that name.
  const { id: _, ...schemas } = document
  ajv.addSchema(schemas, base)
  const compiled = new Map<string, ValidateFunction>()
  const branches = new WeakMap<JsonObject, ValidateFunction>()

  const compile = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer)
    if (known !== undefined) return known
    const validate = ajv.compile({ $ref: `${base}${pointer}` })
    compiled.set(pointer, validate)
    return validate
  }

  return {
    violations(pointer, value) {
      const validate = compile(pointer)
      return validate(value) ? [] : (validate.errors ?? []).map(toViolation)
    },
    fits(schema, value) {
      const known = branches.get(schema)
      const validate = known ?? ajv.compile(rebase(schema))
      if (known === undefined) branches.set(schema, validate)
      return validate(value)
    },
  }
}

const base = 'contract:document'

/** A schema taken out of the document keeps its local references only if they name the document again. */
function rebase(schema: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === '$ref' && typeof value === 'string' && value.startsWith('#') ? base + value : value,
    ),
  ) as JsonObject
}

function toViolation(error: ErrorObject): Violation {
  const params = error.params as Record<string, unknown>
  const missing = error.keyword === 'required' ? `/${String(params['missingProperty'])}` : ''
  return {
    keyword: error.keyword,
    place: error.instancePath + missing,
    at: error.instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*') + missing,
    message: error.message ?? error.keyword,
  }
}
