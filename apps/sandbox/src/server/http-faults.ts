import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import type { Scheduler } from '../scheduler.ts'
import type { SandboxEnv } from './env.ts'
import { FAULT_KINDS, type FaultKind, type FaultRule } from './faults.ts'
import { parseJson } from './parse-json.ts'
import { isRecord } from './record.ts'
import { json, shellError } from './shell-error.ts'

/** The kinds that the HTTP shell acts out. */
export const HTTP_FAULT_KINDS: readonly FaultKind[] = FAULT_KINDS.filter((kind) => !kind.startsWith('ws-'))

const HTML_PAGE = '<!doctype html><title>Attention required</title><h1>Checking your browser</h1>'
const DEFAULT_DELAY_MS = 1000

/**
 * Acts one fault out. `carryOut` makes the answer that would have been sent; a fault that strikes `before` never calls it,
 * so nothing has happened, while `after` leaves the work done and only the answer lost or spoilt.
 */
export async function strike(
  c: Context<SandboxEnv>,
  rule: FaultRule,
  scheduler: Scheduler,
  carryOut: () => Promise<Response>,
): Promise<Response> {
  if (rule.kind === 'delay') {
    await new Promise<void>((resolve) => {
      scheduler.after(rule.value ?? DEFAULT_DELAY_MS, resolve)
    })
    return carryOut()
  }
  // A request whose signature is turned away has done nothing, whatever the rule says.
  const isBefore = rule.when === 'before' || rule.kind === 'reject-signature'
  const answer = isBefore ? new Response(null, { status: 200 }) : await carryOut()
  switch (rule.kind) {
    case 'drop':
      c.env.incoming.socket.destroy()
      return RESPONSE_ALREADY_SENT
    case 'reset':
      c.env.incoming.socket.resetAndDestroy()
      return RESPONSE_ALREADY_SENT
    case 'truncate':
      return truncate(c, answer)
    case 'status':
      return shellError(c, rule.value ?? 503, 'fault on request')
    case 'reject-signature':
      return shellError(c, 401, 'invalid signature')
    case 'rate-limit':
      return tooMany(c, rule.value ?? 1)
    case 'html':
      return new Response(HTML_PAGE, { status: rule.value ?? 200, headers: { 'Content-Type': 'text/html' } })
    case 'empty':
      return new Response(null, { status: rule.value ?? 200 })
    case 'invalid-json':
      return new Response('{"data": [', { status: 200, headers: { 'Content-Type': 'application/json' } })
    case 'redirect':
      return new Response(null, { status: rule.value ?? 302, headers: { Location: 'http://127.0.0.1:9/elsewhere' } })
    case 'wrong-envelope':
      return json(answer.status, 'application/json', otherEnvelope(await answer.text()))
    case 'clock-offset':
      c.set('dateOffsetMs', (rule.value ?? 60) * 1000)
      return answer
    default:
      throw new TypeError(`${rule.kind} is a fault of the WebSocket server.`)
  }
}

/** Half of the body behind the full length, then the line goes dead. */
async function truncate(c: Context<SandboxEnv>, answer: Response): Promise<Response> {
  const body = Buffer.from(await answer.arrayBuffer())
  const { outgoing, incoming } = c.env
  outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': body.length })
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy())
  return RESPONSE_ALREADY_SENT
}

function tooMany(c: Context<SandboxEnv>, seconds: number): Response {
  const wait = String(seconds)
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': wait, 'Retry-After': wait }
  return shellError(c, 429, 'too many requests', headers)
}

/** A bare body gets an envelope, as text when it is no JSON; an enveloped one loses it. */
function otherEnvelope(text: string): unknown {
  const { value: body } = parseJson(text) ?? { value: text }
  return isRecord(body) && 'data' in body ? body['data'] : { data: body }
}
