import { tracingChannel } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { bearerAuthorizer } from '../src/credentials/bearer-token.ts'
import { hmacAuthorizer } from '../src/credentials/hmac-authorizer.ts'
import { hmacKey } from '../src/credentials/hmac-key.ts'
import type { Authorizer } from '../src/http/authorizer.ts'
import { createPipeline } from '../src/http/pipeline.ts'
import { createOperations } from '../src/operations/create-operations.ts'
import { createTokenSource } from '../src/tokens/token-source.ts'
import { LIMITS } from './fault-row.ts'
import { type Fault, http, startFaultServer } from './fault-server.ts'
import { BODY_FAULTS } from './faults-body.ts'
import { CONNECTION_FAULTS } from './faults-connection.ts'
import { STATUS_FAULTS } from './faults-status.ts'
import { TABLE, type TestApi } from './harness.ts'

/** Every planted secret holds this word, and what the client makes of them is collected as it is sent. */
const MARK = 'PLANTED'

/** What the diagnostics channels and the listener of the tokens were told, across all tests of this file. */
const traces: unknown[] = []
const unsubscribe = ['request', 'attempt', 'sign', 'token', 'deprecation'].map((name) => {
  const channel = tracingChannel(`truemarkets:${name}`)
  const collect = (message: unknown): void => void traces.push(message)
  const handlers = { start: collect, end: collect, asyncStart: collect, asyncEnd: collect, error: collect }
  channel.subscribe(handlers)
  return () => channel.unsubscribe(handlers)
})
afterAll(() => unsubscribe.forEach((stop) => stop()))

interface Collected {
  /** Everything a program could print. */
  readonly printed: string
  /** Signatures and tokens as they went over the wire. */
  readonly sent: readonly string[]
}

function authorizers() {
  const key = hmacKey({ organizationId: 'org-1', keyId: 'key-1', secret: `${MARK}-hmac-secret-0001` })
  const tokens = createTokenSource({
    exchange: () =>
      Promise.resolve({
        access_token: `${MARK}.access.token-0001`,
        refresh_token: `${MARK}-refresh-0001`,
        expires_in: 3600,
      }),
    onEvent: (event) => traces.push(event),
  })
  return {
    'cefi-rest': hmacAuthorizer(key, { scheme: 'cefi-rest' }),
    'cefi-rest-legacy': hmacAuthorizer(key, { scheme: 'cefi-rest-legacy' }),
    bearer: bearerAuthorizer(tokens),
  } satisfies Record<string, Authorizer>
}

/** Drives one fault with secrets in every place a request has, and collects what can be printed afterwards. */
async function drive(
  fault: Fault,
  authorizer: Authorizer,
  call: (api: TestApi) => Promise<unknown>,
): Promise<Collected> {
  const server = await startFaultServer(fault)
  const said: unknown[] = []
  const pipeline = createPipeline({
    baseUrl: `http://127.0.0.1:${server.port}/v1`,
    operations: TABLE,
    authorizer,
    logger: { debug: (...line) => said.push(line), warn: (...line) => said.push(line) },
    onEvent: (event) => said.push(event),
    ...LIMITS,
    timeoutMs: 60,
  })
  await call(createOperations<TestApi>(TABLE, { pipeline })).catch((error: unknown) => {
    said.push(error, JSON.stringify(error), String(error), error instanceof Error ? error.stack : '')
  })
  said.push(pipeline, authorizer)
  const sent = server.requests.flatMap(({ head }) =>
    [...head.matchAll(/^(?:authorization|x-truex-signature|x-truex-auth-signature): (?:Bearer )?(.*)$/gim)].map(
      ([, value]) => value ?? '',
    ),
  )
  await server.close()
  return {
    printed: said
      .concat(traces.splice(0))
      .map((part) => inspect(part, { depth: Infinity, showHidden: true, maxStringLength: null, maxArrayLength: null }))
      .join('\n'),
    sent,
  }
}

/** The lines in which a secret shows. */
function leaks({ printed, sent }: Collected): string[] {
  return printed.split('\n').filter((line) => [MARK, ...sent].some((secret) => line.includes(secret)))
}

const everywhere = {
  path: { id: `${MARK}-id-0001` },
  query: { q: `${MARK}-query-0001` },
  header: { 'X-Mine': `${MARK}-header-0001` },
  body: { note: `${MARK}-body-0001`, signatures: [`${MARK}-stamp-00001`], refresh_token: `${MARK}-refresh-0002` },
}
const call = { headers: { 'X-Also-Mine': `${MARK}-header-0002` } }
const sentOnce = (api: TestApi): Promise<unknown> => api.createOrder(everywhere, call)
const sentAgain = (api: TestApi): Promise<unknown> => api.cancelOrder(everywhere, call)

describe('no fault brings a secret to light', () => {
  const rows = [...CONNECTION_FAULTS, ...BODY_FAULTS, ...STATUS_FAULTS]
  describe.each(Object.entries(authorizers()))('%s', (_, authorizer) => {
    test.each(rows.map(({ name, fault }) => [name, fault] as const))('%s', async (_name, fault) => {
      expect(leaks(await drive(fault, authorizer, sentOnce))).toEqual([])
    })
  })

  test.each(rows.filter(({ repeated }) => !repeated.startsWith('ok')).map(({ name, fault }) => [name, fault] as const))(
    'nor that of a call which is sent again: %s',
    async (_name, fault) => {
      expect(leaks(await drive(fault, authorizers().bearer, sentAgain))).toEqual([])
    },
  )
})

/** Servers that send back what they were sent. Ordinary values of a body may be quoted; credentials may not. */
const ECHOES: readonly (readonly [string, Fault])[] = [
  [
    'in a JSON message',
    (socket, { head, body }) => void socket.write(http(400, JSON.stringify({ message: `${head}\n${body}` }))),
  ],
  [
    'in a problem',
    (socket, { head }) =>
      void socket.write(
        http(403, JSON.stringify({ error: { type: head, title: head, detail: head, instance: head } })),
      ),
  ],
  [
    'in violations',
    (socket, { head }) =>
      void socket.write(
        http(
          422,
          JSON.stringify({
            type: 't',
            message: 'm',
            field_violations: [{ field: head, message: head }],
            request_id: head,
          }),
        ),
      ),
  ],
  ['as text', (socket, { head, body }) => void socket.write(http(500, `${head}\n${body}`))],
  ['in a page', (socket, { head }) => void socket.write(http(403, `<html>${head}</html>`))],
  ['as a success that is no JSON', (socket, { head }) => void socket.write(http(200, head))],
  [
    'in a header',
    (socket, { head }) => void socket.write(http(404, '{}', { 'x-request-id': head.replaceAll('\r\n', ' ') })),
  ],
  [
    'in a redirect',
    (socket, { head }) =>
      void socket.write(http(302, '', { location: `https://evil.example.test/?${encodeURIComponent(head)}` })),
  ],
  [
    'in deprecation headers',
    (socket, { head }) =>
      void socket.write(http(200, '{}', { deprecation: head.replaceAll('\r\n', ' '), sunset: 'x' })),
  ],
]

describe.each(ECHOES)('a server that echoes %s', (_, fault) => {
  test.each(Object.entries(authorizers()))('%s', async (_scheme, authorizer) => {
    const credentialsOnly = (api: TestApi): Promise<unknown> =>
      api.createOrder({
        header: { 'X-Mine': `${MARK}-header-0001` },
        body: { signatures: [`${MARK}-stamp-00001`], refresh_token: `${MARK}-refresh-0002` },
      })
    expect(leaks(await drive(fault, authorizer, credentialsOnly))).toEqual([])
  })
})
