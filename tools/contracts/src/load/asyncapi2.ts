import { arrayAt, escapePointer, isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { camelCase, numbered, pascalCase } from '../model/names.ts'

/**
 * An AsyncAPI 2 document as 3.0 says the same, as far as messages, channels and servers go.
 *
 * @param moved Takes the JSON Pointer of everything that stands elsewhere now, with the one it had before.
 */
export function upgraded(document: JsonObject, moved: Map<string, string> = new Map<string, string>()): JsonObject {
  if (textAt(document, 'asyncapi')?.startsWith('2.') !== true) return document
  const channels: JsonObject = {}
  const operations: JsonObject = {}
  for (const [address, value] of Object.entries(objectAt(document, 'channels'))) {
    if (!isObject(value)) continue
    const id = unused(camelCase(address), channels)
    const messages: JsonObject = {}
    const written = `/channels/${escapePointer(address)}`
    moved.set(`/channels/${escapePointer(id)}`, written)
    // In version 2, `subscribe` is what a client may subscribe to and `publish` what it may publish.
    for (const [key, action] of [
      ['subscribe', 'receive'],
      ['publish', 'send'],
    ] as const) {
      const operation = value[key]
      if (!isObject(operation)) continue
      const all = messagesIn(operation['message'])
      const names = addMessages(all, messages, `${action}${pascalCase(address)}`)
      for (const [index, message] of names.entries())
        moved.set(
          `/channels/${escapePointer(id)}/messages/${escapePointer(message)}`,
          `${written}/${key}/message${isChoice(operation['message']) ? `/oneOf/${index}` : ''}`,
        )
      const name = unused(textAt(operation, 'operationId') ?? `${action}${pascalCase(address)}`, operations)
      const references = names.map((message) => ({ $ref: `#/channels/${id}/messages/${message}` }))
      moved.set(`/operations/${escapePointer(name)}`, `${written}/${key}`)
      operations[name] = {
        ...withoutMessage(operation),
        action,
        channel: { $ref: `#/channels/${id}` },
        messages: references,
      }
    }
    channels[id] = {
      address,
      ...described(value),
      ...(value['parameters'] === undefined ? {} : { parameters: value['parameters'] }),
      messages,
    }
  }
  return { ...document, asyncapi: '3.0.0', servers: servers(objectAt(document, 'servers')), channels, operations }
}

function isChoice(message: Json | undefined): message is JsonObject {
  return isObject(message) && message['oneOf'] !== undefined
}

function messagesIn(message: Json | undefined): Json[] {
  if (isChoice(message)) return arrayAt(message, 'oneOf')
  return message === undefined ? [] : [message]
}

function addMessages(all: readonly Json[], messages: JsonObject, fallback: string): string[] {
  return all.map((one, index) => {
    const ref = isObject(one) ? textAt(one, '$ref') : undefined
    const own = isObject(one) ? (textAt(one, 'messageId') ?? textAt(one, 'name')) : undefined
    const wanted = camelCase(ref?.split('/').at(-1) ?? own ?? `${fallback}${all.length > 1 ? index + 1 : ''}`)
    const same = Object.entries(messages).find(([, value]) => JSON.stringify(value) === JSON.stringify(one))
    const name = same?.[0] ?? unused(wanted, messages)
    messages[name] = one
    return name
  })
}

function withoutMessage(operation: JsonObject): JsonObject {
  const { message: _message, operationId: _id, ...rest } = operation
  return rest
}

function described(value: JsonObject): JsonObject {
  const description = value['description']
  return description === undefined ? {} : { description }
}

function servers(all: JsonObject): JsonObject {
  const result: JsonObject = {}
  for (const [name, server] of Object.entries(all)) result[name] = isObject(server) ? withHost(server) : server
  return result
}

function withHost({ url, ...rest }: JsonObject): JsonObject {
  const [, protocol, host = '', pathname = ''] =
    /^(?:([\w+-]+):\/\/)?([^/]*)(\/.*)?$/.exec(typeof url === 'string' ? url : '') ?? []
  return { ...rest, ...(protocol === undefined ? {} : { protocol }), host, ...(pathname === '' ? {} : { pathname }) }
}

function unused(wanted: string, taken: JsonObject): string {
  return numbered(wanted, (name) => Object.hasOwn(taken, name))
}
