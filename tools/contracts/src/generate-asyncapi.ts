import { refuseDisagreement } from './check/second-opinion.ts'
import { emitChannels } from './emit/channels.ts'
import { emitMessages } from './emit/messages.ts'
import { emitUnions } from './emit/unions.ts'
import { emitValidators } from './emit/validators.ts'
import type { JsonObject } from './json.ts'
import { checkable, checkableMap } from './model/checks.ts'
import { messagingOf } from './model/messages.ts'
import type { Project } from './projects.ts'

/** Every TypeScript file of an AsyncAPI package, not yet formatted. */
export async function generateAsyncapi(
  contract: JsonObject,
  _project: Pick<Project, 'prefix'>,
): Promise<{ [file: string]: string }> {
  const model = messagingOf(contract)
  const validators = emitValidators({
    components: checkableMap(model.schemas),
    validators: model.messages.map(({ name, payload }) => ({
      path: ['message', name],
      schema: checkable({ $ref: `#/components/schemas/${payload}` }),
    })),
  })
  const messages = await emitMessages(model)
  await refuseDisagreement(messages, model.schemas)
  return {
    'messages.ts': messages,
    'unions.ts': emitUnions(model.messages),
    'channels.ts': emitChannels(model),
    'validators.js': validators.code,
    'validators.d.ts': validators.types,
  }
}
