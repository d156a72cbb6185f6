import { declaredAnswer, type HttpContract, type Operation, schemaForVersion } from '../contract/openapi.ts'
import { atPointer, isObject, parseJson } from '../json.ts'
import type { HttpAnswer, HttpExchange, HttpRequest } from '../record/exchange.ts'
import { auditBody } from './body.ts'
import type { Finding, Rule } from './finding.ts'

/**
 * Headers of HTTP itself, of the connection, of what browsers enforce and of the edge that live services stand behind (`cf-mitigated`
 * was seen): no contract lists them, and none needs to. Rate-limit headers are not here: they are facts about a service and belong
 * in its contract.
 */
const ordinaryHeaders = new Set(
  `age alt-svc cache-control connection content-encoding content-length content-security-policy content-type date etag
  expires keep-alive last-modified nel permissions-policy pragma referrer-policy report-to reporting-endpoints server
  server-timing set-cookie strict-transport-security transfer-encoding vary via x-content-type-options
  x-frame-options x-xss-protection`.split(/\s+/),
)

const isOrdinaryHeader = (name: string) => ordinaryHeaders.has(name) || /^(access-control|cf|cross-origin)-/.test(name)

/** The operation that a request was for; `bases` are the path parts of the API's URLs. */
export function operationOf(
  contract: HttpContract,
  bases: readonly string[],
  request: Pick<HttpRequest, 'method' | 'url'>,
): Operation | undefined {
  const { pathname } = new URL(request.url)
  for (const base of bases) {
    if (!pathname.startsWith(`${base}/`)) continue
    const operation = contract.match(request.method, pathname.slice(base.length))
    if (operation !== undefined) return operation
  }
  return undefined
}

/** Compares one exchange with the contract: everything the answer has that the contract does not, and the reverse. */
export function auditHttp(contract: HttpContract, bases: readonly string[], exchange: HttpExchange): Finding[] {
  if (exchange.response === null) return []
  const operation = operationOf(contract, bases, exchange)
  if (operation === undefined) {
    const path = new URL(exchange.url).pathname
    return [
      finding(
        contract,
        `${exchange.method} ${path}`,
        exchange.response,
        'undocumented-operation',
        '',
        'no such operation',
      ),
    ]
  }
  return [
    ...auditAnswer(contract, operation, exchange, exchange.response),
    ...auditRequest(contract, operation, exchange, exchange.response),
  ]
}

function auditAnswer(
  contract: HttpContract,
  operation: Operation,
  exchange: HttpExchange,
  answer: HttpAnswer,
): Finding[] {
  const say = (rule: Rule, at: string, detail: string) => finding(contract, operation.id, answer, rule, at, detail)
  const declared = declaredAnswer(contract, operation, answer.status)
  if (declared === undefined) return [say('undocumented-status', '', `documented: ${operation.statuses.join(', ')}`)]
  const headers = Object.keys(answer.headers)
    .filter((name) => !isOrdinaryHeader(name) && !declared.headers.includes(name))
    .map((name) => say('undocumented-header', '', name))
  // `default` lets a client read an answer nobody documented; it does not make the answer documented.
  if (declared.status === 'default') headers.push(say('undocumented-status', '', 'only `default` covers it'))
  if (declared.content.size === 0 || answer.status === 204) return headers
  if (answer.body === '')
    return [...headers, say('missing-body', '', `documented: ${[...declared.content.keys()].join(', ')}`)]
  const type = mediaType(answer)
  const pointer = declared.content.get(type)
  if (pointer === undefined) {
    return [
      ...headers,
      say('content-type', '', `${type || 'none'}; documented: ${[...declared.content.keys()].join(', ')}`),
    ]
  }
  const body = parseJson(answer.body)
  if (!body.ok) return [...headers, say('not-json', '', 'does not parse')]
  const schema = schemaForVersion(contract, pointer, exchange.requestHeaders['x-truex-version'])
  return [...headers, ...auditBody(contract, schema, body.value).map(({ rule, at, detail }) => say(rule, at, detail))]
}

/** A request that breaks the contract and is accepted all the same: either the service is laxer than it says, or the contract is wrong. */
function auditRequest(
  contract: HttpContract,
  operation: Operation,
  exchange: HttpExchange,
  answer: HttpAnswer,
): Finding[] {
  if (answer.status >= 300 || exchange.requestBody === null) return []
  const pointer = `${operation.pointer}/requestBody/content/application~1json/schema`
  if (!isObject(atPointer(contract.document, pointer))) return []
  const body = parseJson(exchange.requestBody)
  if (!body.ok) return [finding(contract, operation.id, answer, 'accepted-invalid-request', '', 'not JSON')]
  return contract.validator
    .violations(pointer, body.value)
    .map(({ at, message }) => finding(contract, operation.id, answer, 'accepted-invalid-request', at, message))
}

function mediaType(answer: HttpAnswer): string {
  return (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

function finding(
  contract: HttpContract,
  subject: string,
  answer: HttpAnswer,
  rule: Rule,
  at: string,
  detail: string,
): Finding {
  return { rule, api: contract.api, subject, answer: String(answer.status), at, detail }
}
