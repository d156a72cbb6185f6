import {
  ConfigurationError,
  isRecord,
  type OperationParams,
  type OperationRow,
  ValidationError,
} from '@truemarkets/core'
import type { WireSettings } from './client-options.ts'
import { checkExternalId, newExternalId } from './external-id.ts'

/** Writes whose body carries a client-assigned id. */
const WITH_EXTERNAL_ID: ReadonlySet<string> = new Set(['createOrder', 'modifyOrder'])

/**
 * Makes the step that completes parameters before they are checked: a client-assigned id where the caller gave none, and the name of
 * the cursor parameter.
 */
export function createPrepare(
  settings: WireSettings,
): (operation: OperationRow, params: OperationParams) => OperationParams {
  return ({ id }, params) => {
    refuseOtherQuoteContract(id, settings)
    refuseOtherTimeUnits(params)
    return withExternalId(id, withCursorName(params, settings.cursorParam))
  }
}

function withExternalId(operation: string, params: OperationParams): OperationParams {
  if (!WITH_EXTERNAL_ID.has(operation) || !isRecord(params.body)) return params
  // A copy, so that a getter is asked once: the id that is checked is sent, and is the one that settles a lost answer.
  const body = { ...params.body }
  const given = body['external_id']
  if (given === undefined) body['external_id'] = newExternalId()
  // Anything but text is left to the check against the contract.
  else if (typeof given === 'string') checkExternalId(given)
  return { ...params, body }
}

function withCursorName(params: OperationParams, name: string): OperationParams {
  const cursor = params.query?.['cursor']
  if (cursor === undefined || name === 'cursor') return params
  const { cursor: _, ...query } = params.query ?? {}
  return { ...params, query: { ...query, [name]: cursor } }
}

/**
 * Seconds, milliseconds and microseconds of today have 10, 13 and 16 digits. As nanoseconds they are minutes of 1970, and the
 * list back from there is empty, as if nothing had been traded.
 */
function refuseOtherTimeUnits({ query }: OperationParams): void {
  const time = query?.['timestamp']
  if (typeof time !== 'string' || !/^(?:\d{10}|\d{13}|\d{16})$/.test(time)) return
  throw new ValidationError('The request was not sent: query/timestamp is not in nanoseconds.', [
    {
      path: 'query/timestamp',
      message: 'must be Unix nanoseconds, which have 19 digits; dateToNanoseconds of @truemarkets/core writes them',
    },
  ])
}

/** The singular path has the contract of edition 1.0.3, every other path the one of v1.0.4. */
function refuseOtherQuoteContract(operation: string, { pathFamily }: WireSettings): void {
  const singular = pathFamily === 'api-v1-singular'
  if (operation === 'computeMarketQuote' && singular) {
    throw new ConfigurationError(
      'option_invalid',
      'The singular path has the quote contract of edition 1.0.3.',
      'Call computeMarketQuoteV103, or choose another pathFamily.',
    )
  }
  if (operation === 'computeMarketQuoteV103' && !singular) {
    throw new ConfigurationError(
      'option_invalid',
      'The quote contract of edition 1.0.3 exists on the singular path only.',
      "Call computeMarketQuote, or choose pathFamily: 'api-v1-singular'.",
    )
  }
}
