import { ConfigurationError, CredentialError, nearest, ValidationError } from '@truemarkets/core'
import { CHANNELS, isSubscribable } from './wire.ts'

/** The symbols that there are: a `Set` of them, or a `Map` by them. */
export type KnownSymbols = Pick<ReadonlySet<string>, 'has' | 'keys'>

/**
 * Checks what a subscription asks for, before anything is sent.
 *
 * @param symbols What there is to subscribe to; without it, the server alone knows.
 * @returns The items, each once.
 * @throws {ValidationError} `request_invalid` for an unknown channel, no items, an item that is no text, or a symbol that
 *   is not among `symbols`.
 */
export function checkItems(channel: unknown, items: unknown, symbols?: KnownSymbols): readonly string[] {
  if (typeof channel !== 'string' || !isSubscribable(channel)) {
    throw invalid('channel', `must be one of ${CHANNELS.join(', ')}`)
  }
  if (!Array.isArray(items) || items.length === 0) throw invalid('items', 'must be a list of at least one item')
  const texts = items.filter((item): item is string => typeof item === 'string' && item !== '')
  if (texts.length !== items.length) throw invalid('items', 'must be texts that are not empty')
  if (channel === 'DROPCOPY') {
    if (!texts.every((item) => /^\d+$/.test(item)))
      throw invalid('items', 'must be client ids for DROPCOPY, digits only')
  } else if (symbols !== undefined) {
    const unknown = texts.find((item) => !symbols.has(item))
    if (unknown !== undefined) throw invalid('items', unknownSymbol(unknown, symbols))
  }
  return [...new Set(texts)]
}

/**
 * Whether a subscription goes out with credentials.
 *
 * @param asked The `signed` option of the subscription.
 * @throws {CredentialError} `credential_missing` for DROPCOPY, or for `signed: true`, on a client without credentials.
 * @throws {ConfigurationError} `option_invalid` for DROPCOPY with `signed: false`.
 */
export function resolveSigned(channel: string, asked: boolean | undefined, hasCredential: boolean): boolean {
  if (channel === 'DROPCOPY' && asked === false) {
    throw new ConfigurationError('option_invalid', 'DROPCOPY needs credentials.', 'Leave out signed: false.')
  }
  if (!hasCredential && (channel === 'DROPCOPY' || asked === true)) {
    throw new CredentialError(
      'credential_missing',
      `No credentials to subscribe ${channel} with.`,
      'Pass auth: hmacKey({ ... }).',
    )
  }
  return asked ?? hasCredential
}

function unknownSymbol(symbol: string, symbols: KnownSymbols): string {
  const near = nearest(symbol, [...symbols.keys()])
  return `must be among the symbols of the client, and ${symbol} is not${near === undefined ? '' : `; ${near} is`}`
}

function invalid(path: string, message: string): ValidationError {
  return new ValidationError(`subscribe was not sent: ${path} ${message}`, [{ path, message }], {
    operation: 'subscribe',
  })
}
