import type { JsonObject } from '../json.ts'
import type { MessageModel } from '../model/messages.ts'
import { typeNames } from '../model/names.ts'
import { key, tsdoc } from './text.ts'

/** `unions.ts`: everything the server sends and everything the client sends, one union each, and the payloads by message. */
export function emitUnions(messages: readonly MessageModel[], schemas: JsonObject): string {
  const names = typeNames(Object.keys(schemas))
  const nameOf = (payload: string): string => names.get(payload) ?? payload
  const payloads = [...new Set(messages.map(({ payload }) => nameOf(payload)))].sort()
  const union = (direction: MessageModel['direction']): string =>
    [
      ...new Set(messages.filter((message) => message.direction === direction).map(({ payload }) => nameOf(payload))),
    ].join(' | ') || 'never'
  const members = messages.map(
    ({ name, summary, payload }) => `${tsdoc([summary], '  ')}  ${key(name)}: ${nameOf(payload)}\n`,
  )
  return `import type { ${payloads.join(', ')} } from './messages.ts'

${tsdoc(['Everything the server sends. The discriminators of the members tell them apart.'])}export type ServerMessage = ${union('receive')}

${tsdoc(['Everything the client sends.'])}export type ClientMessage = ${union('send')}

${tsdoc(['The payload of each message, by its name in the contract.'])}export interface MessagePayloads {\n${members.join('')}}
`
}
