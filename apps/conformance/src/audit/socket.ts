import type { SocketContract } from '../contract/asyncapi.ts'
import { isObject, parseJson } from '../json.ts'
import type { Frame, SocketExchange } from '../record/exchange.ts'
import { auditBody } from './body.ts'
import type { Finding } from './finding.ts'

/** Compares every received frame with the contract. Frames we sent are the client's business and tested there. */
export function auditSocket(contract: SocketContract, exchange: SocketExchange): Finding[] {
  return exchange.frames
    .filter((frame) => frame.direction === 'received')
    .flatMap((frame) => auditFrame(contract, frame))
}

function auditFrame(contract: SocketContract, frame: Frame): Finding[] {
  const body = parseJson(frame.text)
  if (!body.ok) return [finding('frame', '', 'not-json', '', 'does not parse')]
  const channel = text(body.value, 'channel')
  const update = text(body.value, 'update')
  const message = contract.match('received', body.value)
  if (message === undefined) return [finding(channel, update, 'undocumented-message', '', 'no such message')]
  return auditBody(contract, message.pointer, body.value).map(({ rule, at, detail }) =>
    finding(message.name, update, rule, at, detail),
  )
}

const text = (value: unknown, key: string) =>
  isObject(value) && typeof value[key] === 'string' ? value[key] : '(none)'

function finding(subject: string, answer: string, rule: Finding['rule'], at: string, detail: string): Finding {
  return { rule, api: 'cefi-ws', subject, answer, at, detail }
}
