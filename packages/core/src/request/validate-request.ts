import { ValidationError, type Violation } from '../errors/validation-error.ts'
import type { OperationParams, OperationRow } from '../operations/operation.ts'
import type { ValidatorFinding, Validators } from './validators.ts'

const PARTS = ['path', 'query', 'header', 'body'] as const

/**
 * Checks a request against the contract before it is sent.
 *
 * @throws {ValidationError} listing every violation, without the values.
 */
export function validateRequest(operation: OperationRow, params: OperationParams, validators: Validators): void {
  const compiled = validators.request[operation.id]
  if (compiled === undefined) return
  const violations: Violation[] = []
  for (const part of PARTS) {
    const validate = compiled[part]
    // Parameters that were left out are an empty object, so that the required ones are named.
    const value = part === 'body' ? params.body : (params[part] ?? {})
    if (validate === undefined || validate(value)) continue
    const findings = validate.errors ?? []
    violations.push(...violationsOf(part, part === 'query' ? findings.filter(isNoFormOfCursor) : findings))
  }
  if (violations.length === 0) return
  throw new ValidationError(`${operation.id} was not sent: ${inBrief(violations)}`, violations, {
    operation: operation.id,
  })
}

/** The first violation, and how many more there are. */
export function inBrief(violations: readonly Violation[]): string {
  const [first] = violations
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : ''
  return `${first?.path ?? ''} ${first?.message ?? ''}${more}`
}

/** A cursor is the server's own word, to be given back as it came, also where it has not the form that the contract says. */
function isNoFormOfCursor({ instancePath, keyword }: ValidatorFinding): boolean {
  return instancePath !== '/cursor' || keyword !== 'format'
}

/** Findings of a compiled validator as violations; values are left out, allowed values are the contract's own. */
export function violationsOf(part: string, findings: readonly ValidatorFinding[]): Violation[] {
  // "must match then schema" says nothing that the finding inside it has not said.
  const telling = findings.filter(({ keyword }) => keyword !== 'if')
  return telling.map(({ instancePath, message = 'breaks the contract', params }) => {
    const allowed = params?.['allowedValues']
    const missing = params?.['missingProperty']
    return {
      path: `${part}${instancePath}${typeof missing === 'string' ? `/${missing}` : ''}`,
      message: Array.isArray(allowed) ? `${message}: ${allowed.join(', ')}` : message,
    }
  })
}
