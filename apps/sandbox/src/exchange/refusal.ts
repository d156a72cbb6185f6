/** `invalid`: the request is wrong (400); `unknown`: no such client, instrument, order (404); `forbidden`: not yours (403). */
export type RefusalKind = 'invalid' | 'unknown' | 'forbidden'

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
