import { isObject, type Json, type JsonObject, objectAt, textAt, unescapePointer } from '../json.ts'
import { resolve } from '../load/references.ts'

/** Which way a message goes, seen by the client. */
export type MessageDirection = 'send' | 'receive'

/** A message, or a reference to one, in an operation: the name it has there, and which way it goes. */
export type Travelling = { readonly name: string; readonly value: Json; readonly direction: MessageDirection }

/** The messages of an AsyncAPI operation. A reply travels against the operation that asks for it. */
export function travelling(document: JsonObject, operation: JsonObject): Travelling[] {
  const [there, back] = operation['action'] === 'send' ? (['send', 'receive'] as const) : (['receive', 'send'] as const)
  const reply = resolve(document, operation['reply'])
  return [
    ...messagesIn(document, operation).map((entry) => ({ ...entry, direction: there })),
    ...(reply === undefined ? [] : messagesIn(document, reply).map((entry) => ({ ...entry, direction: back }))),
  ]
}

// What an operation does not list are all messages of its channel.
function messagesIn(document: JsonObject, operation: JsonObject): { readonly name: string; readonly value: Json }[] {
  const own = operation['messages']
  if (Array.isArray(own)) return own.map((value) => ({ name: lastSegment(value), value }))
  const channel = resolve(document, operation['channel']) ?? {}
  return Object.entries(objectAt(channel, 'messages')).map(([name, value]) => ({ name, value }))
}

function lastSegment(value: Json): string {
  const ref = isObject(value) ? textAt(value, '$ref') : undefined
  return unescapePointer(ref?.split('/').at(-1) ?? 'message')
}
