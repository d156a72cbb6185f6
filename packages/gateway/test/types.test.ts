import { describe, expectTypeOf, test } from 'vitest'
import type {
  CreateOrderRequest,
  GatewayClient,
  ListOrdersRow,
  OrderDetail,
  PlacedOrder,
  QuoteDetails,
  TransferDetail,
} from '../src/index.ts'

type Outcome<Name extends PlacedOrder['outcome']> = Extract<PlacedOrder, { outcome: Name }>
type Rest = { side: 'buy'; type: 'market'; qty: string; qty_unit: 'quote' }

describe('an order', () => {
  test('names its assets by symbol or by id', () => {
    expectTypeOf<Rest & { base_asset: string; quote_asset: string }>().toExtend<CreateOrderRequest>()
    expectTypeOf<Rest & { asset_id: string }>().toExtend<CreateOrderRequest>()
  })

  test('names them one way or the other', () => {
    expectTypeOf<Rest>().not.toExtend<CreateOrderRequest>()
    expectTypeOf<Rest & { base_asset: string }>().not.toExtend<CreateOrderRequest>()
  })

  test('has the common members either way', () => {
    expectTypeOf<{ asset_id: string }>().not.toExtend<CreateOrderRequest>()
    expectTypeOf<{ base_asset: string; quote_asset: string }>().not.toExtend<CreateOrderRequest>()
  })

  test('counts in strings only', () => {
    expectTypeOf<Omit<Rest, 'qty'> & { asset_id: string; qty: number }>().not.toExtend<CreateOrderRequest>()
  })

  test('takes the sides of the contract only', () => {
    expectTypeOf<Omit<Rest, 'side'> & { asset_id: string; side: 'short' }>().not.toExtend<CreateOrderRequest>()
  })
})

describe('the end of an order', () => {
  test('has an order where one was read', () => {
    expectTypeOf<Outcome<'complete'>['order']>().toEqualTypeOf<OrderDetail>()
    expectTypeOf<Outcome<'unsettled'>['order']>().toEqualTypeOf<OrderDetail | undefined>()
  })

  test('has no id where no order exists', () => {
    expectTypeOf<Outcome<'insufficient_balance'>>().not.toHaveProperty('orderId')
    expectTypeOf<Outcome<'insufficient_balance'>['quote']>().toEqualTypeOf<QuoteDetails | undefined>()
  })
})

describe('answers', () => {
  test('leave room for statuses newer than the contract', () => {
    expectTypeOf<'a status of tomorrow'>().toExtend<NonNullable<OrderDetail['status']>>()
    expectTypeOf<'a status of tomorrow'>().toExtend<TransferDetail['status']>()
  })

  test('keep money as text', () => {
    expectTypeOf<TransferDetail['sent']>().toEqualTypeOf<string>()
    expectTypeOf<OrderDetail['price']>().toEqualTypeOf<string | null | undefined>()
  })

  test('of a list come as rows when iterated', () => {
    expectTypeOf<ReturnType<GatewayClient['listOrders']['iterate']>>().toEqualTypeOf<
      AsyncIterableIterator<ListOrdersRow>
    >()
    expectTypeOf<ListOrdersRow>().toEqualTypeOf<OrderDetail>()
  })
})
