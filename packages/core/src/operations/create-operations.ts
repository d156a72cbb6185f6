import { ConfigurationError } from '../errors/configuration-error.ts'
import type { Settlement } from '../errors/outcome-unknown-error.ts'
import type { Pipeline } from '../http/pipeline.ts'
import { checkOptions } from '../options.ts'
import { LightRequest } from '../request/light-request.ts'
import { checkMembers } from '../request/prepare-call.ts'
import { exactText, serializeBody, serializePath, serializeQuery } from '../request/serialize.ts'
import { validateRequest } from '../request/validate-request.ts'
import type { Validators } from '../request/validators.ts'
import { type DecodeTools, decode } from '../response/decode.ts'
import { snapshot } from '../snapshot.ts'
import {
  CALL_OPTIONS,
  type CallOptions,
  type OperationParams,
  type OperationRow,
  type OperationTable,
} from './operation.ts'
import { cursorPaging, iterateRows, offsetPaging, type Paging } from './paging.ts'

/** What the named operations of a client are made of. */
export interface OperationsOptions extends Pick<DecodeTools, 'lift' | 'anyBody'> {
  /** Where the calls go. */
  readonly pipeline: Pick<Pipeline, 'baseUrl' | 'send'>
  /** Loads the compiled validators when they are first needed, and again where that failed. Default: nothing is validated. */
  readonly validators?: (() => Promise<Validators>) | undefined
  /** What is checked against the contract: nothing, requests, or requests and answers. Default: `request`. */
  readonly validate?: 'off' | 'request' | 'all' | undefined
  /** How lists are paged. Default: as the table says, by {@link cursorPaging} or {@link offsetPaging}. */
  readonly paging?: Paging | ((call: CallOptions, row: OperationRow) => Paging) | undefined
  /** Key of a row by operation, for lists whose rows shift between pages. Default: none. */
  readonly identity?: Readonly<Record<string, (row: unknown) => string | undefined>> | undefined
  /**
   * How to settle a write whose answer was lost, by operation; `header` is what goes out, names in lower case. Default: the
   * error says so without a query.
   */
  readonly settle?: Readonly<Record<string, (params: OperationParams) => Settlement>> | undefined
  /** Changes parameters before they are checked and sent, for example to fill in an id. Default: none. */
  readonly prepare?: ((operation: OperationRow, params: OperationParams) => OperationParams) | undefined
}

const PARAMS: readonly (keyof OperationParams)[] = ['path', 'query', 'header', 'body']

type Operation = (params?: OperationParams, options?: CallOptions) => Promise<unknown>
type Perform = (row: OperationRow, given: OperationParams, call: CallOptions) => Promise<unknown>

/**
 * Makes the named operations of a generated table.
 *
 * @typeParam Api The generated interface that describes them; it is generated from the same contract as the table.
 * @example
 * ```ts
 * const table = {
 *   getOrder: {
 *     id: 'getOrder',
 *     method: 'GET',
 *     path: '/orders/{id}',
 *     auth: 'none',
 *     authOptional: false,
 *     retry: 'safe',
 *     page: 'none',
 *     unwrap: true,
 *     success: [200],
 *     deprecated: false,
 *   },
 * }
 * const pipeline = createPipeline({ baseUrl: 'https://api.example.com/v1', operations: table })
 * const { getOrder } = createOperations(table, { pipeline })
 * const order = await getOrder({ path: { id: '7' } })
 * ```
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the generated interface.
export function createOperations<Api extends object>(table: OperationTable, options: OperationsOptions): Api {
  const { pipeline, validate = 'request' } = options
  const source = validate === 'off' ? undefined : options.validators
  let compiled: Validators | undefined
  let loading: Promise<Validators> | undefined
  const load = async (from: () => Promise<Validators>): Promise<void> => {
    try {
      loading ??= from()
      compiled = await loading
    } catch (cause) {
      loading = undefined
      throw new ConfigurationError(
        'option_invalid',
        'The validators cannot be loaded, so the request was not sent.',
        "Serve the chunk of the package's validators beside the rest, or pass validate: 'off'.",
        { cause },
      )
    }
  }

  const perform: Perform = async (row, given, call) => {
    checkOptions(given, PARAMS, row.id)
    checkOptions(call, CALL_OPTIONS, row.id)
    checkMembers('path', given.path)
    checkMembers('query', given.query)
    checkMembers('header', given.header)
    let asked = { params: options.prepare?.(row, given) ?? given, call }
    if (source !== undefined && compiled === undefined) {
      // While they are loaded the caller goes on, perhaps with the same objects.
      asked = snapshot(asked)
      await load(source)
    }
    if (compiled !== undefined) validateRequest(row, asked.params, compiled)
    const exchange = await pipeline.send(toRequest(pipeline.baseUrl, row, asked.params, asked.call, options))
    return decode(exchange, {
      lift: options.lift,
      anyBody: options.anyBody,
      validators: validate === 'all' ? compiled : undefined,
    })
  }

  const entries = Object.values(table).map((row) => {
    const operation: Operation = (params = {}, call = {}) => perform(row, params, call)
    return [
      row.id,
      row.page === 'none' ? operation : Object.assign(operation, { iterate: paged(perform, row, options) }),
    ]
  })
  // The table and `Api` come from the same contract; the generator's own tests hold them together.
  return Object.fromEntries(entries) as Api
}

function paged(perform: Perform, row: OperationRow, options: OperationsOptions) {
  const { paging = row.page === 'offset' ? offsetPaging() : cursorPaging() } = options
  return (params: OperationParams = {}, call: CallOptions = {}): AsyncIterableIterator<unknown> => {
    checkOptions(params, PARAMS, row.id)
    checkOptions(call, CALL_OPTIONS, row.id)
    // The next page is asked for after whatever the caller does with this one.
    const first = snapshot({ params, call })
    const pages = typeof paging === 'function' ? paging(first.call, row) : paging
    const fetchPage = (page: OperationParams): Promise<unknown> => perform(row, page, first.call)
    return iterateRows(row.id, fetchPage, pages, first.params, options.identity?.[row.id])
  }
}

function toRequest(
  baseUrl: string,
  row: OperationRow,
  params: OperationParams,
  call: CallOptions,
  options: OperationsOptions,
): LightRequest {
  const query = serializeQuery(params.query ?? {}, row.commaLists)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(params.header ?? {})) {
    if (value !== undefined && value !== null) headers[name] = exactText(value, `header/${name}`)
  }
  const settlement = options.settle?.[row.id]
  return new LightRequest(`${baseUrl}${serializePath(row.path, params.path ?? {})}${query === '' ? '' : `?${query}`}`, {
    method: row.method,
    headers,
    body: params.body === undefined ? undefined : serializeBody(params.body),
    call: { ...call, operation: row, settle: settlement && ((header) => settlement({ ...params, header })) },
  })
}
