/** `invalid`: the request is wrong; `unknown`: no such client, instrument, order; `forbidden`: not yours. */
export type RefusalKind = 'invalid' | 'unknown' | 'forbidden'

/** The HTTP status of each kind, on both APIs. */
export const REFUSAL_STATUS = { invalid: 400, forbidden: 403, unknown: 404 } as const satisfies Record<
  RefusalKind,
  number
>

/**
 * A request that never became an order or a transfer. What the exchange turns down later, for market reasons or for lack of
 * funds, is not a refusal: it is an order that ends `REJECTED` or `CANCELED`.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind

  constructor(kind: RefusalKind, detail: string) {
    super(detail)
    this.name = 'Refusal'
    this.kind = kind
  }
}
