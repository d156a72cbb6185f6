import type { Answers } from '../answers.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { JsonRecord } from '../server/record.ts'
import type { Caller } from './caller.ts'
import type { CefiRestRules } from './rules.ts'
import type { SchemaVersion } from './schema-version.ts'

/** One request that is known, allowed and within the contract. */
export interface Call {
  readonly operationId: string
  readonly exchange: Exchange
  readonly answers: Answers
  readonly rules: CefiRestRules
  readonly version: SchemaVersion
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: JsonRecord
  readonly nowMs: number
}

/** What a handler found; the envelope is put around it later, by version. */
export type Result =
  | {
      readonly kind: 'one'
      readonly value: unknown
      /** Default 200. */
      readonly status?: number
    }
  | { readonly kind: 'list'; readonly rows: readonly unknown[] }
  | {
      readonly kind: 'page'
      readonly rows: readonly unknown[]
      readonly size: number
      readonly nextCursor: string | undefined
    }

export type Handler = (call: Call) => Result

export function one(value: unknown): Extract<Result, { kind: 'one' }> {
  return { kind: 'one', value }
}

export function list(rows: readonly unknown[]): Result {
  return { kind: 'list', rows }
}
