import { refuseDisagreement } from './check/second-opinion.ts'
import { emitChannels } from './emit/channels.ts'
import { emitMessages } from './emit/messages.ts'
import { emitUnions } from './emit/unions.ts'
import { validatorFiles } from './emit/validator-files.ts'
import type { JsonObject } from './json.ts'
import { referenceTo, schemasOf } from './load/references.ts'
import { checkable, checkableMap } from './model/checks.ts'
import { type MessagingModel, messagingOf } from './model/messages.ts'
import { withMembersToldApart } from './model/told-apart.ts'
import type { ValidatorSpec } from './model/validator-spec.ts'
import type { Target } from './target.ts'

/**
 * Every TypeScript file of an AsyncAPI package, not yet formatted.
 *
 * @throws ContractProblem where the message models and openapi-typescript read the schemas differently.
 */
export async function generateAsyncapi(contract: JsonObject, target: Target): Promise<{ [file: string]: string }> {
  const model = messagingOf(contract, target.ours ? 'stated' : 'derived')
  const schemas = toldApart(model)
  const messages = await emitMessages({ schemas, openForms: model.openForms })
  await refuseDisagreement(messages, schemas)
  const code = {
    'messages.ts': messages,
    'unions.ts': emitUnions(model.messages, model.schemas),
    'channels.ts': emitChannels(model),
  }
  if (!target.validators) return code
  const checks = {
    components: checkableMap(model.schemas),
    validators: model.messages.flatMap(({ name, payload, headers }) => [
      checkOf('message', name, payload),
      ...(headers === undefined ? [] : [checkOf('headers', name, headers)]),
    ]),
  }
  return { ...code, ...(await validatorFiles(checks)) }
}

// As in the types of an OpenAPI package; the validators go by what the schemas say.
function toldApart({ schemas, openForms }: MessagingModel): JsonObject {
  const told = withMembersToldApart({ components: { schemas } }, openForms)
  return schemasOf(told)
}

function checkOf(part: 'message' | 'headers', name: string, schema: string): ValidatorSpec {
  return { path: [part, name], schema: checkable({ $ref: referenceTo(schema) }) }
}
