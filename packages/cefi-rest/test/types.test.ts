import { describe, expectTypeOf, it } from 'vitest'
import type {
  CefiRestClient,
  CefiRestOperations,
  ModifyRequest,
  NewOrder,
  Order,
  OrderListEnvelope,
  QuoteRequest,
  Trade,
  Transfer,
  TransferRequest,
} from '../src/index.ts'

type Result<Name extends keyof CefiRestOperations> = Awaited<ReturnType<CefiRestOperations[Name]>>

// Held by the compiler, not at run time.
describe('the types', () => {
  it('close what is sent', () => {
    expectTypeOf<NewOrder['info']['side']>().toEqualTypeOf<'BUY' | 'SELL'>()
    expectTypeOf<'GTD'>().not.toExtend<NonNullable<NewOrder['info']['tif']>>()
  })

  it('tell a misspelt member of what is sent', () => {
    expectTypeOf<'time_in_force'>().not.toExtend<keyof NewOrder['info']>()
    expectTypeOf<'info'>().toEqualTypeOf<Exclude<keyof NewOrder, 'external_id'>>()
    expectTypeOf<'id' | 'external_id' | 'info'>().toEqualTypeOf<keyof ModifyRequest>()
    expectTypeOf<'asset'>().not.toExtend<keyof TransferRequest['request']>()
    expectTypeOf<'unit'>().not.toExtend<keyof QuoteRequest>()
  })

  it('tell a misspelt member of what is read', () => {
    expectTypeOf<'executed_quantity'>().not.toExtend<keyof Order>()
    expectTypeOf<'time_in_force'>().not.toExtend<keyof NonNullable<Order['order_info']>>()
    expectTypeOf<'asset'>().not.toExtend<keyof NonNullable<Transfer['request']>>()
  })

  it('leave open the enums of what is read', () => {
    expectTypeOf<'EXPIRED'>().toExtend<NonNullable<Order['status']>>()
    expectTypeOf<'WITHDRAWL'>().toExtend<NonNullable<Transfer['request']>['type']>()
  })

  it('ask for what an order must hold', () => {
    type Required = 'client_id' | 'instrument_id' | 'qty' | 'side' | 'type'
    expectTypeOf<Pick<NewOrder['info'], Required>>().toEqualTypeOf<{
      client_id: string
      instrument_id: string
      qty: string
      side: 'BUY' | 'SELL'
      type: 'LIMIT' | 'MARKET'
    }>()
    expectTypeOf<undefined>().toExtend<Order['order_info']>()
  })

  it('keep money and ids text', () => {
    expectTypeOf<Order['executed_qty']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Order['id']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Trade['timestamp']>().toEqualTypeOf<string | undefined>()
  })

  it('give single objects without their envelope and lists with it', () => {
    expectTypeOf<Result<'createOrder'>>().toEqualTypeOf<Order>()
    expectTypeOf<Result<'listActiveOrders'>>().toEqualTypeOf<OrderListEnvelope>()
    expectTypeOf<ReturnType<CefiRestClient['listOrderTrades']['iterate']>>().toEqualTypeOf<
      AsyncIterableIterator<Trade>
    >()
  })
})
