import { operationOf } from '../../audit/http.ts'
import type { Contracts } from '../../contract/contracts.ts'
import { isObject, type JsonObject, parseJson } from '../../json.ts'
import type { HttpAnswer, HttpRequest } from '../../record/exchange.ts'
import { describe, type Fetch, makeResponse } from '../../record/fetch.ts'
import { apiOfUrl, type FrameHop, type Target } from '../../target/target.ts'
import type { Mutant } from '../mutant.ts'

/** The same target with a mutant of the wire in front of it; the recorder sees what the mutant answers. */
export function tamper(target: Target, mutant: Mutant, contracts: Contracts): Target {
  if (mutant.kind === 'rule') return target
  if (mutant.kind === 'socket') return { ...target, frames: () => frameHop(mutant.received) }
  const forward = (request: HttpRequest) => send(target.fetch, request)
  const fetch: Fetch = async (input, init) => {
    const request = await describe(input, init)
    const api = apiOfUrl(target.bases, request.url)
    const operation = operationOf(contracts.http[api], target.bases[api], request)
    const isBroken = mutant.breaks.some((subject) => subject === `${api}.${operation?.id}`)
    const answer = isBroken ? await mutant.act({ request, forward }) : await forward(request)
    return makeResponse(answer.body, answer)
  }
  return { ...target, fetch }
}

async function send(fetch: Fetch, request: HttpRequest): Promise<HttpAnswer> {
  const { method, url, requestHeaders: headers, requestBody: body } = request
  const response = await fetch(url, { method, headers, ...(body === null ? {} : { body }) })
  const { 'content-encoding': _, 'content-length': __, ...kept } = Object.fromEntries(response.headers)
  return { status: response.status, headers: kept, body: await response.text() }
}

function frameHop(received: (frame: JsonObject) => JsonObject | undefined): FrameHop {
  return {
    sent: (text) => text,
    received: (text) => {
      const frame = parseJson(text)
      if (!frame.ok || !isObject(frame.value)) return [text]
      const changed = received(frame.value)
      return changed === undefined ? [] : [JSON.stringify(changed)]
    },
  }
}
