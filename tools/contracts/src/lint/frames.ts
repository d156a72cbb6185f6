import { type JsonObject, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { isJson } from '../model/http.ts'
import { type Finding, TAKING_OUT } from './finding.ts'
import { members, messagesOf } from './message-places.ts'

/**
 * The stream client of the family has one socket, on which it writes and reads JSON: what travels on another, or in another form,
 * would be waited for in vain, and nobody would hear why.
 */
export function lintFrames(document: JsonObject, file: string): Finding[] {
  const finding = (at: string, message: string): Finding => ({
    rule: 'own/frame',
    severity: 'error',
    file,
    at,
    message,
  })
  const channels = members(document, 'channels', '#/channels').map(({ at, holder }) => ({
    at,
    address: textAt(resolve(document, holder) ?? {}, 'address'),
  }))
  const isOne = new Set(channels.map(({ address }) => address)).size <= 1
  const apart = channels.map(({ at, address }) =>
    finding(
      at,
      `The channel is at ${address ?? 'no address'}, and another is elsewhere; the clients have one socket. ${TAKING_OUT}`,
    ),
  )
  const unread = messagesOf(document).flatMap(({ at, holder }): Finding[] => {
    const type = textAt(holder, 'contentType') ?? textAt(document, 'defaultContentType')
    if (type === undefined || isJson(type)) return []
    return [finding(at, `The message is ${type}; the clients write and read JSON.`)]
  })
  return [...(isOne ? [] : apart), ...unread]
}
