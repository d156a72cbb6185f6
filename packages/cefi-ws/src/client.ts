import { checkAuth, checkKinds, checkOptions, type HmacCredential, onAbort } from '@truemarkets/core'
import { driver as platformDriver } from '#driver'
import { BookKeeper } from './book/book-keeper.ts'
import type { OrderBook } from './book/order-book.ts'
import type { ClientEvents } from './events.ts'
import type { SubscribableChannel } from './generated/messages.ts'
import { inspect } from './inspect.ts'
import { checkItems, resolveSigned } from './items.ts'
import { duration } from './limits.ts'
import { type CefiWsClientOptions, resolveOptions, type Settings } from './options.ts'
import { Session } from './session/session.ts'
import type { SessionState } from './session/session-state.ts'
import { type BufferOptions, resolveBuffer } from './subscription/buffer.ts'
import { type DropCopy, DropCopyView, OrderStates } from './subscription/drop-copy.ts'
import { type Off, throwLater } from './subscription/emitter.ts'
import type { Stream, Subscription } from './subscription/subscription.ts'

/** Options of one subscription. */
export interface SubscribeOptions {
  /** With credentials or without. Default: with them, where the client has any. */
  readonly signed?: boolean | undefined
  /** Default: the client's `buffer`. */
  readonly buffer?: Partial<BufferOptions> | undefined
  /** How long to wait for the server's confirmation, in milliseconds. Default: `requestTimeoutMs` of the client. */
  readonly timeoutMs?: number | undefined
  /** Gives up the waiting. Once confirmed, a subscription is ended by `close`. */
  readonly signal?: AbortSignal | undefined
}

/** What to subscribe to. */
export interface SubscribeRequest<Channel extends SubscribableChannel> extends SubscribeOptions {
  /** The channel: `INSTRUMENT`, `EBBO`, `DEPTH`, `TRADE` or, with credentials, `DROPCOPY`. */
  readonly channel: Channel
  /** Instrument symbols; for DROPCOPY client ids. At least one. */
  readonly items: readonly string[]
}

/** A session with the CeFi WebSocket, made by {@link createCefiWsClient}. */
export interface CefiWsClient extends AsyncDisposable {
  /** Where the session stands. */
  readonly state: SessionState
  /**
   * Subscribes, and resolves once the server has confirmed every item.
   *
   * @throws {ValidationError} `request_invalid`, before anything is sent.
   * @throws {CredentialError} `credential_missing`, for DROPCOPY without credentials.
   * @throws {SubscriptionRefusedError} The server said no.
   * @throws {TimeoutError} There was no confirmation in time.
   * @throws {AbortedError} The signal was aborted.
   * @throws {SessionClosedError} The client was closed.
   */
  subscribe<Channel extends SubscribableChannel>(request: SubscribeRequest<Channel>): Promise<Subscription<Channel>>
  /** Keeps the order book of one instrument. Throws like {@link CefiWsClient.subscribe}. */
  orderBook(symbol: string, options?: SubscribeOptions): Promise<OrderBook>
  /** Follows the orders of clients. Needs credentials. Throws like {@link CefiWsClient.subscribe}. */
  dropCopy(clientIds: readonly string[], options?: SubscribeOptions): Promise<DropCopy>
  /**
   * Upgrades a session that has no credentials: everything is subscribed anew with them, on the same connection, and
   * whatever is subscribed later is signed. When it is refused, the session goes on without them.
   *
   * Only a request shows whether the server accepts a key, and none is sent where nothing is subscribed: then the first subscription
   * that follows is refused, and the key stays until this is called again.
   */
  authenticate(credential: HmacCredential, options?: Pick<SubscribeOptions, 'timeoutMs' | 'signal'>): Promise<void>
  /** The symbol of an instrument id, once an INSTRUMENT message has named it. EBBO and TRADE subscriptions see to that. */
  symbolOf(instrumentId: string): string | undefined
  /**
   * Adds a listener; the result removes it.
   *
   * @throws {ConfigurationError} for an event there is not, or a listener that is no function.
   */
  on<Name extends keyof ClientEvents>(name: Name, listener: (...args: ClientEvents[Name]) => void): Off
  /** Ends every subscription and the connection. Leaves no timer, socket or pending promise. */
  close(): Promise<void>
}

/**
 * Opens a session with the CeFi WebSocket and keeps it open: after a lost connection it connects again, signs again and
 * subscribes again until it is closed.
 *
 * @throws {ConfigurationError} For an unknown option, or a URL that is not a socket's.
 * @example
 * ```ts
 * const client = createCefiWsClient({ environment: 'sandbox' })
 * const book = await client.orderBook('BTC-PYUSD')
 * console.log(book.state, book.bestBid?.price)
 * await client.close()
 * ```
 */
export function createCefiWsClient(options: CefiWsClientOptions = {}): CefiWsClient {
  return new Client(resolveOptions(options, platformDriver))
}

/** Most clients do without, so what it takes is loaded on demand. */
async function audit(session: Session): Promise<void> {
  const { auditMessages } = await import('./validate.ts')
  await auditMessages(session)
}

class Client implements CefiWsClient {
  readonly #settings: Settings
  readonly #session: Session
  /** Lets go of the signal of the client. */
  readonly #letGo: (() => void) | undefined

  constructor(settings: Settings) {
    this.#settings = settings
    this.#session = new Session(settings)
    if (settings.validate === 'contract') audit(this.#session).catch(throwLater)
    const { signal } = settings
    this.#letGo = signal && onAbort(signal, () => void this.close())
    if (signal?.aborted === true) void this.close()
  }

  get state(): SessionState {
    return this.#session.state
  }

  subscribe<Channel extends SubscribableChannel>(request: SubscribeRequest<Channel>): Promise<Subscription<Channel>> {
    return this.#subscribe(request)
  }

  async orderBook(symbol: string, options: SubscribeOptions = {}): Promise<OrderBook> {
    const { runtime, snapshotCompleteTimeoutMs, onGap } = this.#settings
    const keeper = new BookKeeper({
      symbol,
      runtime,
      afterReading: this.#session.afterReading,
      snapshotCompleteTimeoutMs,
      resync: onGap === 'event' ? undefined : () => this.#session.renew('DEPTH', symbol),
      onClose: () => depth.close(),
    })
    // Confirmation, snapshot and gap can come in one breath: the keeper must be there before the first of them.
    const depth = await this.#subscribe({ ...options, channel: 'DEPTH', items: [symbol] }, (stream) => {
      stream.on('stale', (reason) => keeper.onTrouble(reason))
      stream.on('recovered', () => keeper.onRecovered())
      stream.on('end', (error) => keeper.onEnd(error))
      stream.on('message', (message) => keeper.onMessage(message))
    })
    return keeper.view
  }

  async dropCopy(clientIds: readonly string[], options: SubscribeOptions = {}): Promise<DropCopy> {
    const states = new OrderStates()
    const subscription = await this.#subscribe({ ...options, channel: 'DROPCOPY', items: clientIds }, (stream) => {
      stream.onArrival = (message) => states.take(message)
    })
    return new DropCopyView(subscription, states)
  }

  async #subscribe<Channel extends SubscribableChannel>(
    request: SubscribeRequest<Channel>,
    attach?: (stream: Stream<Channel>) => void,
  ): Promise<Subscription<Channel>> {
    checkOptions(request, ['channel', 'items', 'signed', 'buffer', 'timeoutMs', 'signal'], 'subscribe')
    checkKinds(request, { signed: 'boolean', signal: 'signal' })
    const { requestTimeoutMs, buffer, symbols } = this.#settings
    const items = checkItems(request.channel, request.items, symbols)
    return this.#session.subscribe({
      channel: request.channel,
      items,
      signed: resolveSigned(request.channel, request.signed, this.#session.hasCredential),
      buffer: resolveBuffer(request.buffer, buffer),
      timeoutMs: duration(1, request.timeoutMs ?? requestTimeoutMs, 'timeoutMs'),
      signal: request.signal,
      attach,
    })
  }

  async authenticate(
    credential: HmacCredential,
    options: Pick<SubscribeOptions, 'timeoutMs' | 'signal'> = {},
  ): Promise<void> {
    // To leave it out is fine for a client, and not here.
    checkAuth(credential ?? null, ['hmacKey'])
    checkOptions(options, ['timeoutMs', 'signal'], 'authenticate')
    checkKinds(options, { signal: 'signal' })
    const timeoutMs = duration(1, options.timeoutMs ?? this.#settings.requestTimeoutMs, 'timeoutMs')
    await this.#session.authenticate(credential, timeoutMs, options.signal)
  }

  symbolOf(instrumentId: string): string | undefined {
    return this.#session.symbolOf(instrumentId)
  }

  on<Name extends keyof ClientEvents>(name: Name, listener: (...args: ClientEvents[Name]) => void): Off {
    return this.#session.on(name, listener)
  }

  close(): Promise<void> {
    this.#letGo?.()
    return this.#session.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  [inspect](): object {
    return { state: this.state }
  }
}
