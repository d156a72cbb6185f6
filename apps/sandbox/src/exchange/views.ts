import { divide, formatDecimal } from './decimal.ts'
import { leaves } from './order.ts'
import type {
  Client,
  ClientBalance,
  Fill,
  Instrument,
  InstrumentStats,
  Level,
  Order,
  TopOfBook,
  Transfer,
} from './types.ts'

// How state looks on the wire of the CeFi APIs: every scalar is text.

/** The application that enters every order here; a printed sample. */
const PARENT_ID = '432351810263056385'

/** `executed_qty` is what the publisher's code reads, `exeuted_qty` what its documents print (R8). */
export type ExecutedQtyKey = 'executed_qty' | 'exeuted_qty'

export function orderView(order: Order, executedQtyKey: ExecutedQtyKey = 'executed_qty'): Record<string, unknown> {
  const open = leaves(order)
  const waiting = order.status === 'INITIALIZED' || order.status === 'NEW_PENDING'
  return {
    id: order.id,
    status: order.status,
    order_info: {
      client_id: order.clientId,
      instrument_id: order.instrument.id,
      qty: formatDecimal(order.qty),
      ...(order.price === undefined ? {} : { price: formatDecimal(order.price) }),
      side: order.side,
      type: order.type,
      tif: order.tif,
      exec_inst_flags: order.execInstFlags,
      flags: order.flags,
      stp: order.stp,
      msg_id: order.msgId,
      parent_id: PARENT_ID,
      hold_fee_rate: formatDecimal(order.feeRate),
    },
    modify_info: modifyView(order),
    external_id: order.externalId,
    ref_external_id: '',
    pending_qty: formatDecimal(waiting ? open : 0n),
    leaves_qty: formatDecimal(open),
    [executedQtyKey]: formatDecimal(order.executedQty),
    executed_vwap: formatDecimal(order.executedQty === 0n ? 0n : divide(order.executedNotional, order.executedQty)),
    timestamp: order.createdAt.toString(),
    update_timestamp: order.updatedAt.toString(),
  }
}

function modifyView({ modification, clientId }: Order): Record<string, unknown> {
  if (modification === undefined) return {}
  return {
    client_id: clientId,
    new_qty: formatDecimal(modification.newQty),
    new_price: formatDecimal(modification.newPrice),
    ...(modification.newType === undefined ? {} : { new_type: modification.newType }),
    ...(modification.prevModify === undefined ? {} : { prev_modify: modification.prevModify }),
    msg_id: modification.msgId,
    parent_id: PARENT_ID,
  }
}

export function fillView(fill: Fill): Record<string, unknown> {
  return {
    client_id: fill.clientId,
    instrument_id: fill.instrument.id,
    order_id: fill.orderId,
    trade_price: formatDecimal(fill.price),
    trade_qty: formatDecimal(fill.qty),
    trade_fee_rate: formatDecimal(fill.feeRate),
    liq_flag: fill.liquidity,
    match_id: fill.matchId,
    timestamp: fill.at.toString(),
  }
}

export function instrumentView(instrument: Instrument, stats: InstrumentStats): Record<string, unknown> {
  return {
    id: instrument.id,
    status: instrument.status,
    info: {
      symbol: instrument.symbol,
      reference_price: formatDecimal(instrument.referencePrice),
      base_asset_id: instrument.base.id,
      quote_asset_id: instrument.quote.id,
      price_limit_window_secs: String(instrument.priceLimitWindowSeconds),
      price_limit_percent: formatDecimal(instrument.priceLimit),
      price_bands_percent: formatDecimal(instrument.priceBand),
    },
    stats: {
      last_24hr_notional: formatDecimal(stats.notional24h),
      last_24hr_quantity: formatDecimal(stats.quantity24h),
    },
  }
}

export function levelView(level: Level): Record<string, string> {
  return {
    price: formatDecimal(level.price),
    qty: formatDecimal(level.qty),
    order_count: String(level.orderCount),
    last_update: level.updatedAt.toString(),
  }
}

/** Top of book as REST shows it: an empty side is an empty object. */
export function quoteView(top: TopOfBook): Record<string, unknown> {
  const { lastTrade, bestBid, bestAsk } = top
  return {
    id: top.instrument.id,
    symbol: top.instrument.symbol,
    info: {
      ...(lastTrade === undefined
        ? {}
        : {
            last_trade: {
              price: formatDecimal(lastTrade.price),
              qty: formatDecimal(lastTrade.qty),
              timestamp: lastTrade.at.toString(),
            },
          }),
      best_bid: bestBid === undefined ? {} : levelView(bestBid),
      best_ask: bestAsk === undefined ? {} : levelView(bestAsk),
      last_update: top.updatedAt.toString(),
    },
  }
}

export function clientView(client: Client): Record<string, unknown> {
  return { id: client.id, status: client.status, organization_id: client.organizationId, info: client.info }
}

export function balanceView(balance: ClientBalance): Record<string, unknown> {
  return {
    id: balance.clientId,
    // Always this, in every edition: it says nothing.
    status: 'INVALID',
    unsettled_fees: formatDecimal(balance.unsettledFees),
    fees_hold: formatDecimal(balance.feesHold),
    balances: balance.balances.map((row) => ({
      asset_id: row.asset.id,
      balance: formatDecimal(row.balance),
      unsettled: formatDecimal(row.unsettled),
      order_hold: formatDecimal(row.orderHold),
      transfer_hold: formatDecimal(row.transferHold),
    })),
  }
}

/** @param isOther whether the instructions are no object, but a list of one (R20) */
export function transferView(transfer: Transfer, isOther: boolean): Record<string, unknown> {
  const { amount, assetId, clientId, type, platform, instructions = {} } = transfer.request
  return {
    id: transfer.id,
    status: transfer.status,
    request: {
      amount: formatDecimal(amount),
      asset_id: assetId,
      client_id: clientId,
      type,
      platform,
      instructions: isOther ? [instructions] : instructions,
    },
  }
}
