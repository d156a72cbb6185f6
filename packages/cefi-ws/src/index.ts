// The declarations speak of AsyncDisposable; a program without the types of Node.js has it from here.
/// <reference lib="esnext.disposable" preserve="true" />

export type {
  ApiName,
  ConfigurationErrorCode,
  CredentialErrorCode,
  EnvironmentName,
  EnvironmentUrls,
  ErrorCode,
  ErrorDetails,
  ErrorParts,
  HmacCredential,
  HmacKey,
  HmacKeyOptions,
  Runtime,
  Secret,
  SecretText,
  Settlement,
  TimeoutScope,
  Violation,
} from '@truemarkets/core'
export {
  AbortedError,
  ConfigurationError,
  CredentialError,
  ERROR_CODES,
  hmacKey,
  hmacKeyFromEnvironment,
  TimeoutError,
  TrueMarketsError,
  ValidationError,
} from '@truemarkets/core'
export type { BookFault } from './book/book.ts'
export type { BookLevel } from './book/book-side.ts'
export type { BookState, BookTrouble, OrderBook, OrderBookEvents } from './book/order-book.ts'
export { isSentinel, type Quote, type TopOfBook, topOfBook } from './book/sentinel.ts'
export { type CefiWsClient, createCefiWsClient, type SubscribeOptions, type SubscribeRequest } from './client.ts'
export type { BackoffOptions } from './connection/backoff.ts'
export type { CloseKind } from './connection/close-code.ts'
export type { Driver, DriverLimits, DriverSocket, SocketEvents } from './driver/driver.ts'
export { BufferOverflowError } from './errors/buffer-overflow-error.ts'
export { SessionClosedError } from './errors/session-closed-error.ts'
export { type Refusal, SubscriptionRefusedError } from './errors/subscription-refused-error.ts'
export type { ClientEvents, SequenceFault } from './events.ts'
export {
  channels as cefiWsChannels,
  messages as cefiWsMessages,
  servers as cefiWsServers,
} from './generated/channels.ts'
export type {
  AuthenticatedSubscription,
  Confirmation,
  ConnectionStatus,
  DepthData,
  DepthLevel,
  DepthMessage,
  DropcopyData,
  DropcopyMessage,
  DropcopyModifyInfo,
  DropcopyOrderInfo,
  EbboData,
  EbboInfo,
  EbboMessage,
  EbboStatus,
  InstrumentData,
  InstrumentInfo,
  InstrumentMessage,
  InstrumentStats,
  InstrumentStatus,
  LiquidityFlag,
  PriceQty,
  RequestType,
  SnapshotComplete,
  SubscribableChannel,
  SubscribableChannelOpen,
  Subscription as SubscriptionMessage,
  SubscriptionState,
  TradeData,
  TradeMessage,
  UnauthenticatedSubscription,
  Welcome,
} from './generated/messages.ts'
export type { ClientMessage, MessagePayloads, ServerMessage } from './generated/unions.ts'
export type { KnownSymbols } from './items.ts'
export type { CefiWsClientOptions } from './options.ts'
export type { RequestPlan } from './requests/request.ts'
export type { FirstUpdate } from './session/sequence.ts'
export type { SessionEvent, SessionState } from './session/session-state.ts'
export type { BufferOptions, BufferPolicy } from './subscription/buffer.ts'
export { type DropCopy, type DropCopyOrder, liftDropCopy } from './subscription/drop-copy.ts'
export type { Off } from './subscription/emitter.ts'
export type { StaleReason, Subscription, SubscriptionEvents } from './subscription/subscription.ts'
export type { ChannelMessages, DataMessage, MessageOn } from './wire.ts'
