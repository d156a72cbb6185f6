import createFetchClient, { type Client } from 'openapi-fetch'
import { LightRequest } from './light-request.ts'
import type { Pipeline } from './pipeline.ts'
import { serializePath, serializeQuery } from './serialize.ts'

/** A plain openapi-fetch client over the pipeline. */
export type RawClient<Paths extends object> = Client<Paths>

/**
 * Makes the `raw` client: openapi-fetch with our signing, versioning, retries and limits.
 *
 * It answers `{ data, error, response }` for every status. Call options go under `call`.
 *
 * @example
 * ```ts
 * const { data, error, response } = await raw.GET('/orders/{id}', { params: { path: { id } }, call: { timeoutMs: 5000 } })
 * ```
 */
export function createRaw<Paths extends object>(pipeline: Pipeline): RawClient<Paths> {
  return createFetchClient<Paths>({
    baseUrl: pipeline.baseUrl,
    fetch: (request) => pipeline.fetch(request),
    // openapi-fetch makes the request, hands it to `fetch` and to middleware, and uses nothing else of it.
    Request: LightRequest as unknown as typeof Request,
    pathSerializer: serializePath,
    querySerializer: (query) => serializeQuery({ ...query }),
  })
}
