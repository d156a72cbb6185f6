import { escapePointer, isObject, type JsonObject, objectAt } from '../json.ts'

/** Something a contract describes, with the place where it stands. */
export type Place = { readonly at: string; readonly name: string; readonly holder: JsonObject }

/** The messages that have a name of their own, and those that are written in a channel; a reference is what it leads to. */
export function messagesOf(document: JsonObject): Place[] {
  const channels = Object.entries(objectAt(document, 'channels')).flatMap(([id, channel]) =>
    isObject(channel) ? members(channel, 'messages', `#/channels/${escapePointer(id)}/messages`) : [],
  )
  return [...members(objectAt(document, 'components'), 'messages', '#/components/messages'), ...channels].filter(
    ({ holder }) => holder['$ref'] === undefined,
  )
}

/** The objects of a section, each with its place. */
export function members(parent: JsonObject, section: string, prefix: string): Place[] {
  return Object.entries(objectAt(parent, section)).flatMap(([name, holder]) =>
    isObject(holder) ? [{ at: `${prefix}/${escapePointer(name)}`, name: `${prefix}/${name}`, holder }] : [],
  )
}
