import { emitOperations } from './emit/operations.ts'
import { emitSchema } from './emit/schema.ts'
import { emitTypes } from './emit/types.ts'
import { emitValidators } from './emit/validators.ts'
import type { JsonObject } from './json.ts'
import { checkableComponents, checksOf } from './model/checks.ts'
import { operationsOf } from './model/operations.ts'
import { resultOf } from './model/results.ts'
import { typedDocument } from './model/typed-document.ts'
import { selectVersion } from './model/versions.ts'
import type { Project } from './projects.ts'

/** Every TypeScript file of an OpenAPI package, not yet formatted. */
export async function generateOpenapi(
  contract: JsonObject,
  project: Pick<Project, 'prefix' | 'schemaVersion'>,
): Promise<{ [file: string]: string }> {
  const selected = project.schemaVersion === undefined ? contract : selectVersion(contract, project.schemaVersion)
  const { document, openForms } = typedDocument(selected)
  const operations = operationsOf(document)
    .map((operation) => ({ operation, result: resultOf(document, operation) }))
    .sort((a, b) => (a.operation.id < b.operation.id ? -1 : 1))
  const validators = emitValidators({
    components: checkableComponents(document),
    validators: checksOf(operations.map(({ operation }) => operation)),
  })
  return {
    'schema.ts': await emitSchema(document),
    'operations.ts': emitOperations(operations.map(({ operation, result }) => ({ operation, unwrap: result.unwrap }))),
    'types.ts': emitTypes({ document, operations, prefix: project.prefix, openForms }),
    'validators.js': validators.code,
    'validators.d.ts': validators.types,
  }
}
