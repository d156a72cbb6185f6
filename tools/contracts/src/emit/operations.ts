import type { AnswerTraits } from '../model/answer-traits.ts'
import type { OperationModel } from '../model/operations.ts'
import { key, quote, tsdoc } from './text.ts'

/** The operation table: what the pipeline must know of each operation, as data. */
export function emitOperations(rows: readonly OperationRow[]): string {
  const table = rows.map(({ operation, unwrap, traits }) => {
    const { behaviour } = operation
    const success = operation.responses.flatMap(({ status }) => (/^2\d\d$/.test(status) ? [Number(status)] : []))
    const members = [
      `id: ${quote(operation.id)}`,
      `method: ${quote(operation.method)}`,
      `path: ${quote(operation.path)}`,
      `auth: ${quote(behaviour.auth)}`,
      `authOptional: ${operation.authOptional}`,
      `retry: ${quote(behaviour.retry)}`,
      `page: ${quote(behaviour.page)}`,
      `unwrap: ${unwrap}`,
      `success: [${success.join(', ')}]`,
      `deprecated: ${operation.deprecated}`,
      ...bodyTypeOf(operation),
      ...commaListsOf(operation),
      // Rare; a row without them says that they are not so.
      ...Object.entries(traits).flatMap(([trait, holds]) => (holds ? [`${trait}: true`] : [])),
    ]
    return `${tsdoc([operation.summary], '  ')}  ${key(operation.id)}: {\n    ${members.join(',\n    ')},\n  },\n`
  })
  return `${tsdoc(['Every operation of the API: where it is sent, what it takes to be accepted, and how often it may be sent.'])}export const operations = {\n${table.join('')}} as const\n`
}

function bodyTypeOf({ requestBody }: OperationModel): string[] {
  const type = requestBody?.contentType ?? JSON_TYPE
  return type === JSON_TYPE ? [] : [`bodyType: ${quote(type)}`]
}

function commaListsOf({ parameters }: OperationModel): string[] {
  const names = parameters.flatMap(({ name, isCommaList }) => (isCommaList ? [quote(name)] : []))
  return names.length === 0 ? [] : [`commaLists: [${names.join(', ')}]`]
}

/** What is sent without being said. */
const JSON_TYPE = 'application/json'

/** An operation, and whether its named method returns the envelope's `data` in place of the envelope. */
export type OperationRow = {
  readonly operation: OperationModel
  readonly unwrap: boolean
  readonly traits: AnswerTraits
}
