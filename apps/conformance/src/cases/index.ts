import type { Case } from '../case/define.ts'
import { exchangeApiKeyToken } from './auth/exchange-api-key-token.ts'
import { getHealth as authHealth } from './auth/get-health.ts'
import { getJwks } from './auth/get-jwks.ts'
import { refreshToken } from './auth/refresh-token.ts'
import { account as cefiAccount } from './cefi-rest/account.ts'
import { credentials } from './cefi-rest/credentials.ts'
import { matching } from './cefi-rest/matching.ts'
import { money as cefiMoney } from './cefi-rest/money.ts'
import { nothingMatches } from './cefi-rest/nothing-matches.ts'
import { orderChecks } from './cefi-rest/order-checks.ts'
import { orderRecord } from './cefi-rest/order-record.ts'
import { orders } from './cefi-rest/orders.ts'
import { ownership } from './cefi-rest/ownership.ts'
import { pages } from './cefi-rest/pages.ts'
import { permutations } from './cefi-rest/permutations.ts'
import { referenceData } from './cefi-rest/reference-data.ts'
import { retention } from './cefi-rest/retention.ts'
import { service } from './cefi-rest/service.ts'
import { tradingRules } from './cefi-rest/trading-rules.ts'
import { transfers as cefiTransfers } from './cefi-rest/transfers.ts'
import { versionsAgree } from './cefi-rest/versions-agree.ts'
import { withoutCredentials } from './cefi-rest/without-credentials.ts'
import { batching } from './cefi-ws/batching.ts'
import { connection } from './cefi-ws/connection.ts'
import { dropCopy } from './cefi-ws/drop-copy.ts'
import { live } from './cefi-ws/live.ts'
import { refusalCases } from './cefi-ws/refusals.ts'
import { sequences } from './cefi-ws/sequences.ts'
import { snapshots } from './cefi-ws/snapshots.ts'
import { account } from './gateway/account.ts'
import { cancelOrder } from './gateway/cancel-order.ts'
import { computeQuote } from './gateway/compute-quote.ts'
import { createOrder } from './gateway/create-order.ts'
import { executeOrder } from './gateway/execute-order.ts'
import { expiry } from './gateway/expiry.ts'
import { listAssets } from './gateway/list-assets.ts'
import { money } from './gateway/money.ts'
import { olderBasePath } from './gateway/older-base-path.ts'
import { prepareCancelOrder } from './gateway/prepare-cancel-order.ts'
import { readOrders } from './gateway/read-orders.ts'
import { transfers } from './gateway/transfers.ts'
import { withoutToken } from './gateway/without-token.ts'

/** Every case, by API. A case that is not listed here does not exist. */
export const cases: readonly Case[] = [
  ...[authHealth, getJwks, exchangeApiKeyToken, refreshToken],
  ...[computeQuote, createOrder, executeOrder, readOrders, cancelOrder, prepareCancelOrder],
  ...[transfers, listAssets, account, withoutToken, olderBasePath, money, expiry],
  ...[
    service,
    referenceData,
    cefiAccount,
    orders,
    orderChecks,
    orderRecord,
    ownership,
    pages,
    matching,
    cefiMoney,
    retention,
    cefiTransfers,
    tradingRules,
    versionsAgree,
    nothingMatches,
    credentials,
    permutations,
    withoutCredentials,
  ],
  ...[connection, snapshots, dropCopy, live, sequences, batching, refusalCases],
].flat()
