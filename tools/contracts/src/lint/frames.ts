import { type JsonObject, textAt } from '../json.ts'
import { isJson } from '../model/http.ts'
import type { Finding } from './finding.ts'
import { messagesOf } from './message-places.ts'

/** The stream client of the family writes and reads JSON, so every message of its contract is JSON, or says no other. */
export function lintFrames(document: JsonObject, file: string): Finding[] {
  return messagesOf(document).flatMap(({ at, holder }): Finding[] => {
    const type = textAt(holder, 'contentType') ?? textAt(document, 'defaultContentType')
    if (type === undefined || isJson(type)) return []
    const message = `The message is ${type}; the clients write and read JSON.`
    return [{ rule: 'own/frame', severity: 'error', file, at, message }]
  })
}
