import {
  type CallOptions,
  checkPollOptions,
  createOperations,
  createPipeline,
  createRaw,
  environmentUrl,
  type RawClient,
  resolveEnvironment,
  type ServerClock,
  systemRuntime,
  timeOf,
} from '@truemarkets/core'
import { cefiAuthorizer } from './authorizer.ts'
import { type CefiRestClientOptions, wireSettings } from './client-options.ts'
import { fixedClock } from './fixed-clock.ts'
import { flatTransfers } from './flat-transfer.ts'
import type { paths } from './generated/schema.ts'
import type {
  CancelOrderParams,
  CefiRestOperations,
  GetOrderStatusParams,
  LegacyQuote,
  LegacyQuoteRequest,
  ModifyOrderParams,
} from './generated/types.ts'
import { createLift } from './lift/create-lift.ts'
import { operationTable } from './operation-table.ts'
import { type CancelAndWaitOptions, type CanceledOrder, cancelAndWait } from './orders/cancel-and-wait.ts'
import { checkReference } from './orders/flow-options.ts'
import { type ModifiedOrder, type ModifyAndWaitOptions, modifyAndWait } from './orders/modify-and-wait.ts'
import { checkGoal, type FollowedOrder, type WaitForOrderOptions, waitForOrder } from './orders/wait-for-order.ts'
import { pagingOf } from './paging.ts'
import { familyBaseUrl } from './path-families.ts'
import { createPrepare } from './prepare-request.ts'
import { rowIdentity } from './row-identity.ts'
import { VERSION_HEADER, VERSION_SUNSETS } from './schema-version.ts'
import { settlements } from './settle.ts'

/** A client of the CeFi REST API: every operation by its name, the plain client, and helpers that wait. */
export interface CefiRestClient extends CefiRestOperations {
  /**
   * The quote computation of edition 1.0.3: what an amount of the quote asset buys.
   *
   * @deprecated Only with `pathFamily: 'api-v1-singular'`, past its sunset; use `computeMarketQuote`.
   */
  computeMarketQuoteV103(params: { readonly body: LegacyQuoteRequest }, options?: CallOptions): Promise<LegacyQuote>
  /**
   * Reads an order every 500 ms for up to 30 s until it is `acknowledged`, `terminal`, or what you ask for; its end ends every wait.
   *
   * @throws {ConfigurationError} for an option nobody reads, or a time that is none; the typed error of a read that fails
   * for good, or of the last one when time ran out and none had succeeded. A 404 fails for good when it lasts for 5 s.
   * @example
   * ```ts
   * const { outcome, order } = await cefi.waitForOrder({ path: { ref_id: orderId } }, { until: 'acknowledged' })
   * ```
   */
  waitForOrder(params: GetOrderStatusParams, options?: WaitForOrderOptions): Promise<FollowedOrder>
  /**
   * Begins a cancel and reads the order until it has ended. A cancel is asynchronous: fills may arrive until then.
   *
   * @throws As {@link CefiRestClient.waitForOrder}, and the typed error of a cancel that was refused while the order lives and
   * is not being canceled already.
   * @example
   * ```ts
   * const { outcome, order } = await cefi.cancelAndWait({ path: { ref_id: externalId }, query: { id_type: 'client' } })
   * if (outcome === 'canceled') console.log('filled before the cancel:', order.executed_qty)
   * ```
   */
  cancelAndWait(params: CancelOrderParams, options?: CancelAndWaitOptions): Promise<CanceledOrder>
  /**
   * Sends a modification and reads the order until it is applied, or known not to be.
   *
   * @throws As {@link CefiRestClient.waitForOrder}, and {@link OutcomeUnknownError} when the answer to the modification is
   * lost and the order does not show what became of it; it is not sent again. A refusal is thrown only while the order lives.
   * @example
   * ```ts
   * const info = { client_id: clientId, new_qty: '0.02', new_price: '110000' }
   * const { outcome } = await cefi.modifyAndWait({ body: { id: orderId, info } })
   * ```
   */
  modifyAndWait(params: ModifyOrderParams, options?: ModifyAndWaitOptions): Promise<ModifiedOrder>
  /** Plain openapi-fetch over the same pipeline: bodies and errors as the service sends them, not lifted. */
  readonly raw: RawClient<paths>
  /** The estimate of the server's clock that signatures use. */
  readonly clock: ServerClock
}

/**
 * Makes a client of the CeFi REST API.
 *
 * Results have the shape of `v2026_01_23` whatever `schemaVersion` is sent.
 *
 * @throws {ConfigurationError} for an unknown option, choice or environment, or a URL without TLS outside loopback.
 * @example
 * ```ts
 * const cefi = createCefiRestClient({ environment: 'uat', auth: hmacKey({ organizationId, keyId, secret }) })
 * const { data: instruments } = await cefi.listInstruments({ query: { symbol: 'BTC-PYUSD' } })
 * ```
 */
export function createCefiRestClient(options: CefiRestClientOptions = {}): CefiRestClient {
  const settings = wireSettings(options)
  const { pathFamily, schemaVersion } = settings
  const { logger, runtime = systemRuntime } = options
  const baseUrl = familyBaseUrl(environmentUrl(resolveEnvironment(options.environment), 'cefiRest'), pathFamily)
  const table = operationTable(pathFamily)
  const pipeline = createPipeline({
    ...options,
    baseUrl,
    operations: table,
    authorizer: cefiAuthorizer(options, pathFamily, baseUrl),
    version: { header: VERSION_HEADER, value: schemaVersion, sunsets: VERSION_SUNSETS },
    clock: options.clockOffsetMs === undefined ? options.clock : fixedClock(options.clockOffsetMs, runtime),
  })
  const operations = createOperations<CefiRestOperations & Pick<CefiRestClient, 'computeMarketQuoteV103'>>(table, {
    pipeline: settings.transferBody === 'flat' ? flatTransfers(pipeline) : pipeline,
    validators: async () => (await import('@truemarkets/cefi-rest/validators')).validators,
    validate: options.validate,
    lift: createLift(logger),
    paging: (call, row) => pagingOf(row, call, schemaVersion),
    identity: rowIdentity,
    settle: settlements,
    prepare: createPrepare(settings),
  })
  const time = timeOf(runtime)
  return {
    ...operations,
    async waitForOrder(params, wait = {}) {
      checkPollOptions(wait, 'waitForOrder', ['until'])
      checkGoal(wait.until)
      checkReference('waitForOrder', params)
      return await waitForOrder(operations, params, wait, time)
    },
    async cancelAndWait(params, wait = {}) {
      checkPollOptions(wait, 'cancelAndWait')
      checkReference('cancelAndWait', params)
      return await cancelAndWait(operations, params, wait, time)
    },
    async modifyAndWait(params, wait = {}) {
      checkPollOptions(wait, 'modifyAndWait')
      return await modifyAndWait(operations, params, wait, time)
    },
    raw: createRaw<paths>(pipeline, { operations: table, settle: settlements }),
    clock: pipeline.clock,
  }
}
