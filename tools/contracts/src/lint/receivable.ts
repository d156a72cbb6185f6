import { isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { isJson, successesAmong } from '../model/http.ts'
import { jsonTypesOf } from '../model/json-types.ts'
import { type Finding, TAKING_OUT } from './finding.ts'
import { operationsIn } from './operation-places.ts'

/** Statuses of success that the clients take without a body. */
const EMPTY = new Set(['202', '204'])

/**
 * The clients of the family can read what the contract answers to a success: an object or a list in JSON, or no body where
 * the status says that there may be none, or no success has one. Anything else would be taken for a broken answer.
 */
export function lintReceivable(document: JsonObject, file: string): Finding[] {
  return operationsIn(document).flatMap(({ at, holder }) => {
    const responses = objectAt(holder, 'responses')
    const answers = successesAmong(Object.keys(responses)).map((status) => {
      const answer = resolve(document, responses[status]) ?? {}
      return { status, content: Object.entries(objectAt(answer, 'content')) }
    })
    if (answers.every(({ content }) => content.length === 0)) return []
    return answers.flatMap((answer): Finding[] => {
      const message = faultOf(document, answer)
      if (message === undefined) return []
      return [
        {
          rule: 'own/receivable',
          severity: 'error',
          file,
          at: `${at}/responses/${answer.status}`,
          message: `${message} ${TAKING_OUT}`,
        },
      ]
    })
  })
}

type Answer = { readonly status: string; readonly content: readonly (readonly [type: string, media: Json])[] }

function faultOf(document: JsonObject, { status, content }: Answer): string | undefined {
  if (content.length === 0)
    return EMPTY.has(status)
      ? undefined
      : `The answer ${status} has no body, and another success has one; the clients take none beside it with ${[...EMPTY].join(' and ')} only.`
  const [, media] = content.find(([type]) => isJson(type)) ?? []
  if (media === undefined) return `The answer is ${content.map(([type]) => type).join(' or ')}; the clients read JSON.`
  const types = [...jsonTypesOf(document, isObject(media) ? media['schema'] : undefined)]
  return types.length === 0 || types.some((type) => type === 'object' || type === 'array')
    ? undefined
    : `The answer is ${types.join(' or ')}; the clients read objects and lists.`
}
