import { emitOperations } from './emit/operations.ts'
import { emitSchema } from './emit/schema.ts'
import { emitTypes } from './emit/types.ts'
import { validatorFiles } from './emit/validator-files.ts'
import type { JsonObject } from './json.ts'
import { answerTraits } from './model/answer-traits.ts'
import { assignNames } from './model/assign-names.ts'
import { checkableComponents, checksOf } from './model/checks.ts'
import { operationsOf } from './model/operations.ts'
import { resultOf } from './model/results.ts'
import { typedDocument } from './model/typed-document.ts'
import { selectVersion } from './model/versions.ts'
import { markWideIntegers } from './model/wide-integers.ts'
import type { Target } from './target.ts'

/** Every TypeScript file of an OpenAPI package, not yet formatted. */
export async function generateOpenapi(contract: JsonObject, target: Target): Promise<{ [file: string]: string }> {
  const named = assignNames(contract)
  const selected = target.schemaVersion === undefined ? named : selectVersion(named, target.schemaVersion)
  const { document, openForms } = typedDocument(target.ours ? markWideIntegers(selected) : selected)
  const operations = operationsOf(document, target.ours ? 'stated' : 'derived')
    .map((operation) => ({ operation, result: resultOf(document, operation, target.schemaVersion !== undefined) }))
    .sort((a, b) => (a.operation.id < b.operation.id ? -1 : 1))
  const traitsOf = answerTraits(document)
  const code = {
    'schema.ts': emitSchema(document, openForms),
    'operations.ts': emitOperations(
      operations.map(({ operation, result: { bodies, unwrap } }) => ({
        operation,
        unwrap,
        traits: traitsOf(bodies.map(({ schema }) => schema)),
      })),
    ),
    'types.ts': emitTypes({ document, operations, prefix: target.prefix, openForms, core: target.ours }),
  }
  if (!target.validators) return code
  const checks = {
    components: checkableComponents(document),
    validators: checksOf(operations.map(({ operation }) => operation)),
  }
  return { ...code, ...(await validatorFiles(checks)) }
}
