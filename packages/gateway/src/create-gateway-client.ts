import {
  checkAuth,
  checkChoice,
  checkOptions,
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
import { signerOf, tokenGiver } from './credentials.ts'
import { checkFlow } from './flow-checks.ts'
import { cancelAndWait } from './flows/cancel-and-wait.ts'
import type { CancelAndWaitOptions, CanceledOrder } from './flows/canceled-order.ts'
import { waitForOrder } from './flows/follow-order.ts'
import { placeOrder } from './flows/place-order.ts'
import type { FollowedOrder, PlacedOrder, PlaceOrderOptions, WaitForOrderOptions } from './flows/placed-order.ts'
import { sendTransfer, waitForTransfer } from './flows/send-transfer.ts'
import type {
  FollowedTransfer,
  SendTransferOptions,
  SentTransfer,
  WaitForTransferOptions,
} from './flows/sent-transfer.ts'
import { checkSigner, type Signer, stampWith } from './flows/signer.ts'
import { GATEWAY_OPTIONS, type GatewayClientOptions } from './gateway-options.ts'
import { operations } from './generated/operations.ts'
import type { paths } from './generated/schema.ts'
import type { CreateOrderRequest, CreateTransferRequest, GatewayOperations } from './generated/types.ts'
import { lift } from './lift.ts'
import { checkUserId, namesUser, namesUserRaw } from './on-behalf-of.ts'
import { rowIdentity } from './row-identity.ts'
import { settlements } from './settlements.ts'

/** A client of the Gateway. */
export interface GatewayClient extends GatewayOperations {
  /**
   * Places an order and follows it: create, stamp what is to be stamped, execute, and read until it settles.
   *
   * Nothing is sent twice. What can happen to an order is a result, see {@link PlacedOrder}; what keeps it from happening
   * is thrown. Only payloads that came straight from the Gateway are stamped.
   *
   * @throws {ConfigurationError} for an unknown option; {@link ValidationError} for an order that breaks the contract;
   * {@link CredentialError} when a stamp is needed and there is no signer; the typed error of a refused call;
   * {@link OutcomeUnknownError} when an answer was lost and reading did not settle it.
   * @example
   * ```ts
   * const placed = await gateway.placeOrder(
   *   { base_asset: 'BTC', quote_asset: 'USD', side: 'buy', type: 'market', qty: '100', qty_unit: 'quote' },
   *   { until: 'settled', onProgress: (progress) => console.log(progress.step) },
   * )
   * if (placed.outcome === 'complete') console.log(placed.order.executed_qty)
   * ```
   */
  placeOrder(order: CreateOrderRequest, options?: PlaceOrderOptions): Promise<PlacedOrder>

  /**
   * Cancels an order on either venue and follows it to its end: asks, stamps what is to be stamped, and reads until it is
   * `canceled`, or `complete` when a fill wins the race.
   *
   * @throws As {@link GatewayClient.placeOrder}; the typed error of a cancellation that is refused while the order lives and is
   * not being canceled already.
   * @example
   * ```ts
   * const ended = await gateway.cancelAndWait(orderId)
   * if (ended.outcome === 'complete') console.log('filled before the cancellation arrived')
   * ```
   */
  cancelAndWait(orderId: string, options?: CancelAndWaitOptions): Promise<CanceledOrder>

  /**
   * Sends assets out and follows the transfer: create, stamp what is to be stamped, execute, and read until it ends.
   *
   * @throws As {@link GatewayClient.placeOrder}.
   * @example
   * ```ts
   * const sent = await gateway.sendTransfer({ asset_id: assetId, qty: '10', qty_unit: 'base', to: wallet })
   * if (sent.outcome === 'completed') console.log(sent.transfer.tx_hash)
   * ```
   */
  sendTransfer(transfer: CreateTransferRequest, options?: SendTransferOptions): Promise<SentTransfer>

  /**
   * Follows an order that exists, as {@link GatewayClient.placeOrder} does after its submission: one left `unsettled`, or one
   * whose id was written down before the program ended.
   *
   * @throws {ConfigurationError} for an unknown option; the typed error of a read that fails for good, or of the last one, where
   * none succeeded. A 404 fails for good when it lasts for 5 s.
   * @example
   * ```ts
   * const followed = await gateway.waitForOrder(orderId, { until: 'settled' })
   * if (followed.outcome === 'active') console.log(followed.order.leaves_qty)
   * ```
   */
  waitForOrder(orderId: string, options?: WaitForOrderOptions): Promise<FollowedOrder>

  /**
   * Follows a transfer that exists, as {@link GatewayClient.sendTransfer} does after its submission.
   *
   * @throws As {@link GatewayClient.waitForOrder}.
   * @example
   * ```ts
   * const followed = await gateway.waitForTransfer(transferId)
   * if (followed.outcome === 'completed') console.log(followed.transfer.tx_hash)
   * ```
   */
  waitForTransfer(transferId: string, options?: WaitForTransferOptions): Promise<FollowedTransfer>

  /**
   * The same client, acting for a user of the organization. It shares tokens with this one.
   *
   * @param userId The `user_id` of the user, a UUID.
   * @param options `signer`: the user's signer key. Default: none; then nothing can be stamped.
   * @throws {ConfigurationError} for anything but a UUID, an unknown option, or a signer that is none.
   * @example
   * ```ts
   * const user = organization.onBehalfOf(userId, { signer: importSigningKey(signerKeyHex) })
   * await user.placeOrder(order)
   * ```
   */
  onBehalfOf(userId: string, options?: { readonly signer?: Signer }): GatewayClient

  /** The same API as a plain openapi-fetch client over the same pipeline. */
  readonly raw: RawClient<paths>
  /** The estimate of the server's clock. */
  readonly clock: ServerClock
}

/**
 * Makes a client of the Gateway.
 *
 * @throws {ConfigurationError} for an unknown option or environment, an insecure URL, or a user id or signer that is none.
 * @example
 * ```ts
 * const gateway = createGatewayClient({ environment: 'sandbox', auth: apiKey(keyFile) })
 * for await (const order of gateway.listOrders.iterate({ query: { status: 'active' } })) console.log(order.order_id)
 * ```
 */
export function createGatewayClient(options: GatewayClientOptions = {}): GatewayClient {
  checkOptions(options, GATEWAY_OPTIONS, 'createGatewayClient')
  checkAuth(options.auth, ['apiKey', 'bearerToken', 'tokens'])
  checkSigner(options.signer)
  checkChoice('validate', options.validate, ['off', 'request', 'all'])
  const runtime = options.runtime ?? systemRuntime
  const shared = { ...options, runtime }
  const { environment, auth, onBehalfOf, validate } = options
  const userId = onBehalfOf === undefined ? undefined : checkUserId(onBehalfOf)
  const giver = tokenGiver(shared)
  const pipeline = createPipeline({
    ...shared,
    baseUrl: environmentUrl(resolveEnvironment(environment), 'gateway'),
    // Tokens are all the credentials that this client has.
    operations: operations satisfies Readonly<Record<string, { readonly auth: 'none' | 'bearer' }>>,
    authorizer: giver?.authorizer,
  })
  const named = createOperations<GatewayOperations>(operations, {
    pipeline,
    validate,
    validators: async () => (await import('@truemarkets/gateway/validators')).validators,
    lift,
    settle: settlements,
    identity: rowIdentity,
    prepare: userId === undefined ? undefined : namesUser(userId),
  })
  const raw = createRaw<paths>(pipeline, { operations, settle: settlements })
  if (userId !== undefined) raw.use(namesUserRaw(userId))
  const tools = { operations: named, stamp: stampWith(signerOf(shared)), time: timeOf(runtime), userId }

  return {
    ...named,
    raw,
    clock: pipeline.clock,
    async placeOrder(order, flow = {}) {
      checkFlow('placeOrder', flow, {
        choices: { until: ['accepted', 'settled', 'terminal'] },
        kinds: { recreateOnStaleQuote: 'count', review: 'function', acceptIssues: 'boolean' },
      })
      return await placeOrder(order, flow, tools)
    },
    async cancelAndWait(orderId, flow = {}) {
      checkFlow('cancelAndWait', flow, {
        choices: { until: ['accepted', 'settled'], through: ['prepareCancelOrder', 'cancelOrder'] },
        kinds: {},
      })
      return await cancelAndWait(orderId, flow, tools)
    },
    async sendTransfer(transfer, flow = {}) {
      checkFlow('sendTransfer', flow, { choices: { until: ['accepted', 'settled'] }, kinds: { review: 'function' } })
      return await sendTransfer(transfer, flow, tools)
    },
    async waitForOrder(orderId, flow = {}) {
      checkFlow('waitForOrder', flow, { choices: { until: ['settled', 'terminal'] }, kinds: {} })
      return await waitForOrder(orderId, flow, tools)
    },
    async waitForTransfer(transferId, flow = {}) {
      checkFlow('waitForTransfer', flow, { choices: {}, kinds: {} })
      return await waitForTransfer(transferId, flow, tools)
    },
    onBehalfOf(user, its = {}) {
      checkOptions(its, ['signer'], 'onBehalfOf')
      return createGatewayClient({ ...shared, auth: giver?.tokens ?? auth, signer: its.signer, onBehalfOf: user })
    },
  }
}
