import { expectTypeOf, test } from 'vitest'
import type {
  CallOptions,
  ErrorCode,
  OperationRow,
  OperationTable,
  PagedOperation,
  TrueMarketsError,
} from '../src/index.ts'

interface Row {
  readonly id: string
}
interface Page {
  readonly data: readonly Row[]
}

test('a listing takes its parameters as the contract has them: optional where nothing is required', () => {
  expectTypeOf<Parameters<PagedOperation<{ query?: { size?: number } }, Page, Row>>>().toEqualTypeOf<
    [params?: { query?: { size?: number } }, options?: CallOptions]
  >()
  expectTypeOf<Parameters<PagedOperation<{ query: { timestamp: string } }, Page, Row>>>().toEqualTypeOf<
    [params: { query: { timestamp: string } }, options?: CallOptions]
  >()
})

test('a listing is a call for one page and an iterator over rows', () => {
  type List = PagedOperation<{ query?: object }, Page, Row>
  expectTypeOf<ReturnType<List>>().resolves.toEqualTypeOf<Page>()
  expectTypeOf<ReturnType<List['iterate']>>().toEqualTypeOf<AsyncIterableIterator<Row>>()
})

test('a generated table, constant to the last letter, is an operation table', () => {
  const table = {
    getOrder: {
      id: 'getOrder',
      method: 'GET',
      path: '/orders/{id}',
      auth: 'bearer',
      authOptional: false,
      retry: 'safe',
      page: 'none',
      unwrap: false,
      success: [200],
      deprecated: false,
    },
  } as const
  expectTypeOf(table).toExtend<OperationTable>()
  expectTypeOf<(typeof table)['getOrder']>().toExtend<OperationRow>()
})

test('the code of an error narrows to a closed set', () => {
  expectTypeOf<TrueMarketsError['code']>().toEqualTypeOf<ErrorCode>()
  expectTypeOf<'outcome_unknown'>().toExtend<ErrorCode>()
  expectTypeOf<'made_up'>().not.toExtend<ErrorCode>()
})
