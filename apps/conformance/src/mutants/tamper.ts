import { operationOf } from '../audit/http.ts'
import type { Contracts } from '../contract/contracts.ts'
import { isObject, type JsonObject, parseJson } from '../json.ts'
import type { HttpAnswer } from '../record/exchange.ts'
import { type Described, describe, type Fetch, makeResponse } from '../record/fetch.ts'
import { apiOfUrl, type FrameHop, type Target } from '../target/target.ts'
import type { FrameFault, Mutant } from './mutant.ts'
import { createTrust } from './trust.ts'

/** The same target with a mutant in front of it. The recorder sees what the mutant answers. */
export function tamper(target: Target, mutant: Mutant, contracts: Contracts): Target {
  const forward = (request: Described) => send(target.fetch, request)
  const trust = createTrust(target, forward)
  if (mutant.kind === 'socket') return { ...target, frames: () => frameHop(mutant.connect(trust)) }
  const fetch: Fetch = async (input, init) => {
    const request = await describe(input, init)
    const api = apiOfUrl(target.bases, request.url)
    const operation = operationOf(contracts.http[api], target.bases[api], request)
    const isBroken = mutant.breaks.some((subject) => subject === `${api}.${operation?.id}`)
    const answer = isBroken ? await mutant.act({ request, forward, trust }) : await forward(request)
    return makeResponse(answer.body, answer)
  }
  return { ...target, fetch }
}

async function send(fetch: Fetch, request: Described): Promise<HttpAnswer> {
  const { method, url, requestHeaders: headers, requestBody: body } = request
  const response = await fetch(url, { method, headers, ...(body === null ? {} : { body }) })
  const { 'content-encoding': _, 'content-length': __, ...kept } = Object.fromEntries(response.headers)
  return { status: response.status, headers: kept, body: await response.text() }
}

function frameHop({ sent, received }: FrameFault): FrameHop {
  const edit = (text: string, change: (frame: JsonObject) => JsonObject[]): string[] => {
    const frame = parseJson(text)
    return frame.ok && isObject(frame.value) ? change(frame.value).map((changed) => JSON.stringify(changed)) : [text]
  }
  return {
    sent: (text) => (sent === undefined ? text : (edit(text, (frame) => [sent(frame)])[0] ?? text)),
    received: (text) => (received === undefined ? [text] : edit(text, received)),
  }
}
