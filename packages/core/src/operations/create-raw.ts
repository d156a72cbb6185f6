import type { Client, Middleware } from 'openapi-fetch'
import type { Settlement } from '../errors/outcome-unknown-error.ts'
import type { Pipeline } from '../http/pipeline.ts'
import { isRecord, parseJson } from '../json.ts'
import { checkOptions } from '../options.ts'
import { headersOf, LightRequest } from '../request/light-request.ts'
import { serializeBody, serializePath, serializeQuery } from '../request/serialize.ts'
import { CALL_OPTIONS, type OperationParams, type OperationRow, type OperationTable } from './operation.ts'

/** A plain openapi-fetch client over the pipeline. */
export type RawClient<Paths extends object> = Client<Paths>

/** What a raw client knows of the API beside its types. */
export interface RawOptions {
  /** The generated operation table. */
  readonly operations: OperationTable
  /** How to settle a write whose answer was lost, by operation; `header` is what goes out, names in lower case. */
  readonly settle: Readonly<Record<string, (params: OperationParams) => Settlement>>
}

/** The calls of an openapi-fetch client; they all answer with a promise. */
const CALLS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE', 'request'] as const

/**
 * Makes the `raw` client: openapi-fetch with our signing, versioning, retries and limits.
 *
 * It answers `{ data, error, response }` for every status, and throws what prevents an answer, as the named operations do.
 * Call options go under `call`. openapi-fetch is loaded with the first call, so that who makes none does not pay for it.
 *
 * @example
 * ```ts
 * const { data, error, response } = await raw.GET('/orders/{id}', { params: { path: { id } }, call: { timeoutMs: 5000 } })
 * ```
 */
export function createRaw<Paths extends object>(
  pipeline: Pick<Pipeline, 'baseUrl' | 'fetch'>,
  options?: RawOptions,
): RawClient<Paths> {
  const rows = Object.values(options?.operations ?? {})
  const rowOf: RowOf = (method, path) => rows.find((row) => row.method === method && row.path === path)
  let waiting: readonly Middleware[] = options === undefined ? [] : [settling(options, rowOf)]
  let loaded: Client<Paths> | undefined
  const make = async (): Promise<Client<Paths>> => {
    const { default: createFetchClient } = await import('openapi-fetch')
    if (loaded !== undefined) return loaded
    loaded = createFetchClient<Paths>({
      baseUrl: pipeline.baseUrl,
      fetch: async (request) => withLength(await pipeline.fetch(request)),
      // openapi-fetch makes the request, hands it to `fetch` and to middleware, and uses nothing else of it.
      Request: LightRequest as unknown as typeof Request,
      // The pipeline knows what the body is, by the contract.
      headers: { 'content-type': null },
      bodySerializer: serializeBody,
      pathSerializer: serializePath,
    })
    loaded.use(...waiting)
    return loaded
  }
  const call = (name: (typeof CALLS)[number]) => {
    return async (...parameters: unknown[]): Promise<unknown> => {
      const [method, path, given] = name === 'request' ? parameters : [name, ...parameters]
      const init = isRecord(given) ? given : {}
      if (init['call'] !== undefined) checkOptions(init['call'], CALL_OPTIONS, `call of ${name}`)
      checkHeaders(init['headers'])
      checkHeaders(isRecord(init['params']) ? init['params']['header'] : undefined)
      const { commaLists } = rowOf(String(method).toUpperCase(), path) ?? {}
      const ours = (query: Readonly<Record<string, unknown>>) => serializeQuery(query, commaLists)
      const { request } = loaded ?? (await make())
      const asked = { ...init, querySerializer: init['querySerializer'] ?? ours }
      return await exactly(await (request as SendRequest)(method, path, asked))
    }
  }
  return {
    // The parameters of each call are those of the client behind it.
    ...(Object.fromEntries(CALLS.map((name) => [name, call(name)])) as Pick<Client<Paths>, (typeof CALLS)[number]>),
    use(...middleware) {
      if (loaded === undefined) waiting = [...waiting, ...middleware]
      else loaded.use(...middleware)
    },
    eject(...middleware) {
      if (loaded === undefined) waiting = waiting.filter((kept) => !middleware.includes(kept))
      else loaded.eject(...middleware)
    },
  }
}

/** openapi-fetch makes `Headers` of them, and the error of that quotes the value. */
function checkHeaders(given: unknown): void {
  if (!isRecord(given) || given instanceof Headers) return
  // What is no text is written in characters that every header can hold.
  const pairs = Object.entries(given).flatMap(([name, value]) =>
    [value].flat().map((one: unknown): [string, string] => [name, typeof one === 'string' ? one : '']),
  )
  headersOf(pairs)
}

/**
 * openapi-fetch takes a body of unknown length for one that may be empty, and parses its text by itself: long ids would be
 * rounded, and what is no JSON would be quoted in a SyntaxError. With a length it asks `json()` of the response.
 */
async function withLength(response: Response): Promise<Response> {
  const text = response.headers.has('content-length') ? '' : await response.text()
  if (text !== '') response.headers.set('content-length', String(new TextEncoder().encode(text).length))
  return response
}

/** The call of openapi-fetch that all others are. */
type SendRequest = (method: unknown, path: unknown, init: object) => Promise<RawAnswer>

/** What a call of openapi-fetch answers with, as far as it is looked at here. */
interface RawAnswer {
  readonly error?: unknown
  readonly response: Response
}

/** openapi-fetch parses the text of a refusal by itself as well, whatever its length says; ours can be read again. */
async function exactly(answer: RawAnswer): Promise<RawAnswer> {
  const { error, response } = answer
  if (typeof error !== 'object' || error === null || response.bodyUsed) return answer
  const parsed = parseJson(await response.text())
  return parsed.ok ? { ...answer, error: parsed.value } : answer
}

type RowOf = (method: unknown, path: unknown) => OperationRow | undefined

/** Tells each call how it is settled, from what openapi-fetch was asked to send. */
function settling({ settle }: RawOptions, rowOf: RowOf): Middleware {
  return {
    onRequest({ request, schemaPath, params: { path, query } }) {
      const row = rowOf(request.method, schemaPath)
      const settlement = row === undefined ? undefined : settle[row.id]
      // `Request` above is what makes it one.
      if (settlement === undefined || !(request instanceof LightRequest)) return
      const body = parseJson(request.body ?? '')
      request.call = {
        ...request.call,
        settle: (header) => settlement({ path, query, header, body: body.ok ? body.value : undefined }),
      }
    },
  }
}
