import { type ErrorCode, type ErrorDetails, TrueMarketsError } from '@truemarkets/core'
import type { ConnectionStatus } from '../generated/messages.ts'

/** What is known about a refusal. */
export interface Refusal extends ErrorDetails {
  /** `status` of the confirmation, if it had one. */
  readonly connectionStatus: ConnectionStatus | undefined
  /** The items that are not in force. */
  readonly items: readonly string[]
}

type RefusalCode = Extract<ErrorCode, 'authentication_failed' | 'permission_denied' | 'rejected' | 'server_failed'>

/**
 * The server did not confirm a subscription, took it back, or closed the connection on it (1002, 1003, 1007 or 1008) after it had
 * answered others; `cause` then names the close.
 *
 * `code` follows the status of the connection: `authentication_failed` (UNAUTHENTICATED after a signed request),
 * `permission_denied` (UNAUTHORIZED), `server_failed` (ERROR, worth another try), `rejected` (INVALID, an item that the
 * confirmation does not list, or a close). The service sends no error text.
 */
export class SubscriptionRefusedError extends TrueMarketsError {
  override readonly name = 'SubscriptionRefusedError'
  /** `status` of the confirmation, if it had one. */
  readonly connectionStatus: ConnectionStatus | undefined
  /** The items that are not in force. */
  readonly items: readonly string[]

  constructor({ connectionStatus, items, ...details }: Refusal) {
    const { code, nextStep } = meaning(connectionStatus)
    super(`The server did not confirm ${items.join(', ')}${statusText(connectionStatus)}.`, {
      ...details,
      code,
      retryable: code === 'server_failed',
      nextStep,
    })
    this.connectionStatus = connectionStatus
    this.items = items
  }
}

function statusText(status: ConnectionStatus | undefined): string {
  return status === undefined ? '' : ` (status ${status})`
}

function meaning(status: ConnectionStatus | undefined): { readonly code: RefusalCode; readonly nextStep: string } {
  switch (status) {
    case 'UNAUTHENTICATED':
      return {
        code: 'authentication_failed',
        nextStep: 'Check that the key belongs to this environment, and that signedPath is the path of the URL.',
      }
    case 'UNAUTHORIZED':
      return { code: 'permission_denied', nextStep: 'Check the secret, and that the key may see these items.' }
    case 'INVALID':
      return {
        code: 'rejected',
        nextStep:
          'Check the item names, and the clock: a request must not be dated ahead of the server nor 15 s behind it. Where this machine cannot be set right, clockOffsetMs can.',
      }
    case 'ERROR':
      return { code: 'server_failed', nextStep: 'Try again later; the fault is on the server.' }
    default:
      return {
        code: 'rejected',
        nextStep: 'Check that the items exist: listInstruments and listClients of the REST API name them.',
      }
  }
}
