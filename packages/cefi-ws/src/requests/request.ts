import { cefiWsCanonical, type HmacCredential } from '@truemarkets/core'
import type { SubscribableChannel } from '../generated/messages.ts'
import type { ClientMessage } from '../generated/unions.ts'
import { interestKey } from './interests.ts'

/** What a request is to do: every channel with every item. */
export interface RequestPlan {
  /** Which way it goes. */
  readonly action: 'subscribe' | 'unsubscribe'
  /** On which channels. */
  readonly channels: readonly SubscribableChannel[]
  /** Instrument symbols, or client ids for `DROPCOPY`. */
  readonly items: readonly string[]
  /** With credentials, or as one of the `*_NO_AUTH` types. */
  readonly signed: boolean
}

/** The keys of everything that a request is about, or of some of its items. */
export function keysOf(
  { channels, items }: Pick<RequestPlan, 'channels' | 'items'>,
  only: readonly string[] = items,
): readonly string[] {
  return channels.flatMap((channel) => only.map((item) => interestKey(channel, item)))
}

/** What signing a request takes. */
export interface RequestSigner {
  readonly credential: HmacCredential
  /** The path that is signed. */
  readonly path: string
}

/**
 * The request on the wire.
 *
 * @param timestamp UTC Unix seconds as text; the very text is signed.
 * @param signer Needed for a signed plan. A plan without credentials never carries any, whatever is passed here.
 */
export function buildRequest(plan: RequestPlan, timestamp: string, signer: RequestSigner | undefined): ClientMessage {
  const item_names = [...plan.items]
  if (plan.signed && signer !== undefined) {
    const { credential, path } = signer
    return {
      type: plan.action === 'subscribe' ? 'SUBSCRIBE' : 'UNSUBSCRIBE',
      item_names,
      channels: [...plan.channels],
      timestamp,
      organization_id: credential.organizationId,
      key: credential.keyId,
      // By the key itself: a client without credentials then carries no HMAC.
      signature: credential.signingKey.sign(cefiWsCanonical({ key: credential.keyId, path, timestamp })),
    }
  }
  return {
    type: plan.action === 'subscribe' ? 'SUBSCRIBE_NO_AUTH' : 'UNSUBSCRIBE_NO_AUTH',
    item_names,
    channels: plan.channels.filter((channel) => channel !== 'DROPCOPY'),
    timestamp,
  }
}

/**
 * The `timestamp` of a request: whole seconds, rounded down. The server refuses times that lie in the future by even a
 * second, so a doubt is settled towards the past.
 *
 * @param nowMs The local wall clock.
 * @param clockOffsetMs The server's clock minus the local one, in milliseconds.
 */
export function requestTimestamp(nowMs: number, clockOffsetMs: number): string {
  return String(Math.floor((nowMs + clockOffsetMs) / 1000))
}
