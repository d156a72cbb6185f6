import { isRecord } from '@truemarkets/core'
import type { SubscribableChannel } from '../generated/messages.ts'
import { isAbsent, isSubscribable, isText, type KnownMessage } from '../wire.ts'

/**
 * What a text frame turned out to be.
 *
 * - `message`: one that the contract knows, by its `channel` and `update`.
 * - `unknown`: a well-formed frame with a pair of `channel` and `update` that the contract does not know. It is no reason
 *   to drop the connection.
 * - `corrupt`: no JSON object, or one whose envelope cannot be read. Something was said that nobody will ever know, at most of which
 *   `channel`.
 */
export type Frame =
  | { readonly kind: 'message'; readonly message: KnownMessage }
  | { readonly kind: 'unknown'; readonly frame: Readonly<Record<string, unknown>> }
  | { readonly kind: 'corrupt'; readonly reason: string; readonly channel: SubscribableChannel | undefined }

/**
 * Reads one text frame.
 *
 * The envelope is checked, the payload is not: members can be missing by contract, so whoever uses one checks it there.
 */
export function decode(text: string): Frame {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message would quote the frame.
    return corrupt('not JSON')
  }
  if (!isRecord(value)) return corrupt('not a JSON object')
  const { channel, update, data, seqnum } = value
  if (typeof channel !== 'string' || typeof update !== 'string') return corrupt('channel or update is missing', channel)
  if (!isKnown(channel, update)) return { kind: 'unknown', frame: value }
  if (!isAbsent(data) && !isRecord(data)) return corrupt('data is not an object', channel)
  if (!isAbsent(seqnum) && !isWholeNumber(seqnum)) return corrupt('seqnum is not a whole number', channel)
  // The envelope has been checked, and nothing else is required by the contract.
  return { kind: 'message', message: value as unknown as KnownMessage }
}

function corrupt(reason: string, channel?: unknown): Frame {
  return { kind: 'corrupt', reason, channel: isText(channel) && isSubscribable(channel) ? channel : undefined }
}

function isKnown(channel: string, update: string): boolean {
  if (channel === 'WEBSOCKET') return update === 'WELCOME' || update === 'SNAPSHOT' || update === 'UPDATE'
  if (!isSubscribable(channel)) return false
  return update === 'UPDATE' || update === 'SNAPSHOT' || update === 'SNAPSHOT_COMPLETE'
}

/** Digits, or a number where the service has not put it in quotes and none of it got lost by that. */
function isWholeNumber(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0
  if (typeof value !== 'string' || value === '') return false
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if (code < 48 || code > 57) return false
  }
  return true
}
