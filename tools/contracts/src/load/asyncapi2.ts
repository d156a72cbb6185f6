import { arrayAt, isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { camelCase, numbered, pascalCase } from '../model/names.ts'

/** An AsyncAPI 2 document as 3.0 says the same, as far as messages, channels and servers go. */
export function upgraded(document: JsonObject): JsonObject {
  if (textAt(document, 'asyncapi')?.startsWith('2.') !== true) return document
  const channels: JsonObject = {}
  const operations: JsonObject = {}
  for (const [address, value] of Object.entries(objectAt(document, 'channels'))) {
    if (!isObject(value)) continue
    const id = unused(camelCase(address), channels)
    const messages: JsonObject = {}
    // In version 2, `subscribe` is what a client may subscribe to and `publish` what it may publish.
    for (const [key, action] of [
      ['subscribe', 'receive'],
      ['publish', 'send'],
    ] as const) {
      const operation = value[key]
      if (!isObject(operation)) continue
      const names = addMessages(operation['message'], messages, `${action}${pascalCase(address)}`)
      const name = unused(textAt(operation, 'operationId') ?? `${action}${pascalCase(address)}`, operations)
      const references = names.map((message) => ({ $ref: `#/channels/${id}/messages/${message}` }))
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

function addMessages(message: Json | undefined, messages: JsonObject, fallback: string): string[] {
  const all =
    isObject(message) && message['oneOf'] !== undefined
      ? arrayAt(message, 'oneOf')
      : message === undefined
        ? []
        : [message]
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
