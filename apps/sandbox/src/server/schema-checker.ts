import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Violation } from './contracts.ts'

/** Compiles the schemas of one contract where they stand, each on first use, and says in words what breaks them. */
export class SchemaChecker {
  readonly #ajv: Ajv2020
  readonly #compiled = new Map<string, ValidateFunction>()

  constructor(document: Readonly<Record<string, unknown>>) {
    // Contracts carry keywords of their own (`x-*`, `example`), which strict mode would refuse. Inlining references copies
    // shared schemas into every operation, which makes compiling three times slower.
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true, inlineRefs: false })
    addFormats.default(this.#ajv)
    this.#ajv.addFormat('int64', { type: 'number', validate: Number.isInteger })
    this.#ajv.addSchema({ ...document, $id: DOCUMENT_ID })
  }

  /** @param pointer JSON pointer of the schema within the document, without `#`. */
  check(pointer: string, value: unknown, prefix = ''): readonly Violation[] {
    const validate = this.#compile(pointer)
    if (validate(value)) return []
    return describeErrors(validate.errors ?? [], prefix)
  }

  #compile(pointer: string): ValidateFunction {
    const known = this.#compiled.get(pointer)
    if (known !== undefined) return known
    const compiled = this.#ajv.compile({ $ref: `${DOCUMENT_ID}#${encodeURI(pointer)}` })
    this.#compiled.set(pointer, compiled)
    return compiled
  }
}

const DOCUMENT_ID = 'contract:document'

/** These only say that something below them failed, and that is told by itself. */
const CONSEQUENCES: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf', 'if', 'not'])

function describeErrors(errors: readonly ErrorObject[], prefix: string): Violation[] {
  const causes = errors.filter(({ keyword }) => !CONSEQUENCES.has(keyword))
  const seen = new Set<string>()
  const violations: Violation[] = []
  for (const error of causes.length === 0 ? errors : causes) {
    const violation = { field: fieldOf(error, prefix), message: messageOf(error) }
    const key = `${violation.field}\n${violation.message}`
    if (seen.has(key)) continue
    seen.add(key)
    violations.push(violation)
  }
  return violations
}

/** In the words in which the sandbox speaks of a parameter that is missing. */
function messageOf({ keyword, message }: ErrorObject): string {
  return keyword === 'required' ? 'is required' : (message ?? keyword)
}

function fieldOf(error: ErrorObject, prefix: string): string {
  const steps = error.instancePath.split('/').slice(1)
  const missing: unknown = error.params['missingProperty']
  if (typeof missing === 'string') steps.push(missing)
  const path = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')).join('.')
  return [prefix, path].filter((part) => part !== '').join('.') || 'body'
}
