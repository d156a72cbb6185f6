import type { MessageModel } from '../model/messages.ts'
import { typeName } from '../model/names.ts'
import { key, tsdoc } from './text.ts'

/** `unions.ts`: everything the server sends and everything the client sends, one union each, and the payloads by message. */
export function emitUnions(messages: readonly MessageModel[]): string {
  const payloads = [...new Set(messages.map(({ payload }) => typeName(payload)))].sort()
  const union = (direction: MessageModel['direction']): string =>
    [
      ...new Set(messages.filter((message) => message.direction === direction).map(({ payload }) => typeName(payload))),
    ].join(' | ') || 'never'
  const members = messages.map(
    ({ name, summary, payload }) => `${tsdoc([summary], '  ')}  ${key(name)}: ${typeName(payload)}\n`,
  )
  return `import type { ${payloads.join(', ')} } from './messages.ts'

${tsdoc(['Everything the server sends. The discriminators of the members tell them apart.'])}export type ServerMessage = ${union('receive')}

${tsdoc(['Everything the client sends.'])}export type ClientMessage = ${union('send')}

${tsdoc(['The payload of each message, by its name in the contract.'])}export interface MessagePayloads {\n${members.join('')}}
`
}
