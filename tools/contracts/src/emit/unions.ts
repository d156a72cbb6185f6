import type { JsonObject } from '../json.ts'
import type { MessageModel } from '../model/messages.ts'
import { numbered, typeNames } from '../model/names.ts'
import { key, tsdoc } from './text.ts'

/** What this file calls its own; a schema of such a name is imported under another. */
const OWN = new Set(['ServerMessage', 'ClientMessage', 'MessagePayloads', 'MessageHeaders'])

/** `unions.ts`: everything the server sends and everything the client sends, one union each, and the payloads by message. */
export function emitUnions(messages: readonly MessageModel[], schemas: JsonObject): string {
  const names = typeNames(Object.keys(schemas))
  const typeOf = (payload: string): string => names.get(payload) ?? payload
  const taken = new Set([...OWN, ...names.values()])
  const nameOf = (payload: string): string => {
    const type = typeOf(payload)
    return OWN.has(type) ? numbered(`${type}Payload`, (name) => taken.has(name)) : type
  }
  const imports = messages
    .flatMap(({ payload, headers }) => [payload, ...(headers === undefined ? [] : [headers])])
    .map((schema) => {
      const [type, name] = [typeOf(schema), nameOf(schema)]
      return type === name ? type : `${type} as ${name}`
    })
  const payloads = [...new Set(imports)].sort()
  const union = (direction: MessageModel['direction']): string =>
    [
      ...new Set(messages.filter((message) => message.direction === direction).map(({ payload }) => nameOf(payload))),
    ].join(' | ') || 'never'
  const members = messages.map(
    ({ name, summary, payload }) => `${tsdoc([summary], '  ')}  ${key(name)}: ${nameOf(payload)}\n`,
  )
  const headers = messages.flatMap(({ name, headers: schema }) =>
    schema === undefined ? [] : [`  ${key(name)}: ${nameOf(schema)}\n`],
  )
  const headed =
    headers.length === 0
      ? ''
      : `\n${tsdoc(['The headers of each message that has any, by its name in the contract.'])}export interface MessageHeaders {\n${headers.join('')}}\n`
  return `${payloads.length === 0 ? '' : `import type { ${payloads.join(', ')} } from './messages.ts'\n\n`}${tsdoc(['Everything the server sends. The discriminators of the members tell them apart.'])}export type ServerMessage = ${union('receive')}

${tsdoc(['Everything the client sends.'])}export type ClientMessage = ${union('send')}

${tsdoc(['The payload of each message, by its name in the contract.'])}export interface MessagePayloads {\n${members.join('')}}
${headed}`
}
