import type { Subject } from '../../case/define.ts'
import { isObject, type JsonObject, parseJson } from '../../json.ts'
import type { HttpAnswer } from '../../record/exchange.ts'
import type { Hop, HttpMutant, SocketMutant } from '../mutant.ts'

// How mutants of the wire are made: each changes one thing on its way there or back.

type Change = (body: JsonObject, hop: Hop) => unknown

/** Changes the body of successful answers. The change works on the object in place, or returns another body. */
export function onSuccess(id: string, title: string, breaks: readonly Subject[], change: Change): HttpMutant {
  return {
    kind: 'http',
    id,
    title,
    breaks,
    async act(hop) {
      const answer = await hop.forward(hop.request)
      return answer.status < 300 ? changeBody(answer, (body) => change(body, hop)) : answer
    },
  }
}

/** Turns one refusal into something else. */
export function onRefusal(
  id: string,
  title: string,
  breaks: readonly Subject[],
  status: number,
  act: (answer: HttpAnswer) => HttpAnswer,
): HttpMutant {
  return {
    kind: 'http',
    id,
    title,
    breaks,
    async act(hop) {
      const answer = await hop.forward(hop.request)
      return answer.status === status ? act(answer) : answer
    },
  }
}

/** Loses or changes part of the request before the service sees it. */
export function onRequest(
  id: string,
  title: string,
  breaks: readonly Subject[],
  change: (url: URL) => void,
): HttpMutant {
  return {
    kind: 'http',
    id,
    title,
    breaks,
    act(hop) {
      const url = new URL(hop.request.url)
      change(url)
      return hop.forward({ ...hop.request, url: url.href })
    },
  }
}

/** Loses one member of the query. */
export const without = (name: string) => (url: URL) => url.searchParams.delete(name)

/** Changes frames of the WebSocket one by one, or loses them. */
export const onFrame = (
  id: string,
  title: string,
  breaks: readonly Subject[],
  received: SocketMutant['received'],
): SocketMutant => ({ kind: 'socket', id, title, breaks, received })

export function changeBody(answer: HttpAnswer, change: (body: JsonObject) => unknown): HttpAnswer {
  const parsed = parseJson(answer.body)
  if (!parsed.ok) return answer
  // Bare lists of the older version are wrapped, so that a change always has an object to work on.
  const body = isObject(parsed.value) ? parsed.value : { data: parsed.value }
  const changed = change(body)
  const result = changed === undefined ? (isObject(parsed.value) ? body : body['data']) : changed
  return { ...answer, body: JSON.stringify(result) }
}

export const ok = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** The text of a member that is known to be text; empty when it is not. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The rows of a list answer. */
export function rows(body: JsonObject): JsonObject[] {
  const data = body['data'] ?? body['balances']
  return Array.isArray(data) ? data.filter(isObject) : []
}

/** The single object of an answer, in or out of an envelope. */
export function single(body: JsonObject): JsonObject {
  return isObject(body['data']) ? body['data'] : body
}
