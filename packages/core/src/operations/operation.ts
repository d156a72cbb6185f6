import type { RetryPolicy } from '../http/retry.ts'

/** HTTP methods the contracts use. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * How often an operation may be sent. `safe`: as often as needed. `idempotent`: as often as needed, with the same ids.
 * `never`: at most once, whatever happens.
 */
export type RetryClass = 'safe' | 'idempotent' | 'never'

/** One row of a generated operation table. */
export interface OperationRow {
  /** SDK name of the operation, for example `createOrder`. */
  readonly id: string
  /** HTTP method. */
  readonly method: HttpMethod
  /** Path template relative to the base URL, for example `/orders/{id}`. */
  readonly path: string
  /** Credentials that the contract asks for. */
  readonly auth: 'none' | 'bearer' | 'hmac'
  /** The contract allows the call without credentials: they are sent when there are any. */
  readonly authOptional: boolean
  /** How often it may be sent. */
  readonly retry: RetryClass
  /** How the pages of a list follow each other; `none` where there is one. */
  readonly page: 'none' | 'cursor' | 'offset'
  /** The named operation returns the envelope's `data` in place of the envelope. */
  readonly unwrap: boolean
  /** Statuses whose body is the result; a health report may count 503 among them. */
  readonly success: readonly number[]
  /** The contract says that it is on its way out. */
  readonly deprecated: boolean
  /** A success has numbers that need not be whole. Where none has, such a number comes as the text it was written in. Default: false. */
  readonly fractions?: boolean
  /** A success may have a `message`, `title` or `error` of its own, so that nothing of the kind says that it is none. Default: false. */
  readonly saysMessage?: boolean
  /** No success has a body by the contract, whatever its status, so that none is missed. Default: false. */
  readonly noBody?: boolean
  /** Media type of the body that is sent, a form of JSON. Default: `application/json`. */
  readonly bodyType?: string
  /** Query parameters whose list is sent between commas. Default: none; a list repeats the name. */
  readonly commaLists?: readonly string[]
}

/** A generated table: one row for each operation of an API. */
export type OperationTable = Readonly<Record<string, OperationRow>>

/** What a named operation takes; each part only where the contract has one. */
export interface OperationParams {
  /** Values for the template of the path, by name. */
  readonly path?: Readonly<Record<string, unknown>> | undefined
  /** Query parameters, by name; undefined and null are left out. */
  readonly query?: Readonly<Record<string, unknown>> | undefined
  /** Header parameters of the contract, by name; undefined and null are left out. */
  readonly header?: Readonly<Record<string, unknown>> | undefined
  /** What is sent as JSON. */
  readonly body?: unknown
}

/** Options of one call. Where the client has an option of the same name, that is the default. */
export interface CallOptions {
  /** Aborts the call, its waits and the reading of its answer. Default: none. */
  readonly signal?: AbortSignal | undefined
  /** Limit on one attempt, answer included, in milliseconds. Default: 30 000. */
  readonly timeoutMs?: number | undefined
  /** Limit on the whole call with its retries, in milliseconds. Default: 90 000. */
  readonly deadlineMs?: number | undefined
  /** Changes to the retry policy, or `false` for a single attempt. Default: the client's policy. */
  readonly retry?: Partial<RetryPolicy> | false | undefined
  /** Headers to add. Credential headers of the client win over these. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Schema version for this call, on APIs that have versions. Default: the client's. */
  readonly schemaVersion?: string | undefined
}

/** Their names, for telling a misspelt one. */
export const CALL_OPTIONS = [
  'signal',
  'timeoutMs',
  'deadlineMs',
  'retry',
  'headers',
  'schemaVersion',
] as const satisfies readonly (keyof CallOptions)[]

/**
 * A listing: call it for one page, or iterate over the rows of every page.
 *
 * @example
 * ```ts
 * for await (const order of gateway.listOrders.iterate({ query: { status: 'active' } })) console.log(order.order_id)
 * ```
 */
export interface PagedOperation<Params, Result, Row> {
  /** One page. */
  (...args: OperationArguments<Params>): Promise<Result>
  /**
   * Every row of every page, from the page that `params` asks for onwards. Stops when a cursor repeats.
   *
   * @throws {DecodeError} for the page before once more, as where the server does not read the cursor.
   */
  iterate(...args: OperationArguments<Params>): AsyncIterableIterator<Row>
}

/** `params` may be left out when nothing in it is required. */
export type OperationArguments<Params> =
  Partial<Params> extends Params ? [params?: Params, options?: CallOptions] : [params: Params, options?: CallOptions]
