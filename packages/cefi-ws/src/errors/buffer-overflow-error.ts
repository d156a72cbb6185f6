import { TrueMarketsError } from '@truemarkets/core'

/** A consumer fell so far behind that its buffer is full, and its policy is `error`. */
export class BufferOverflowError extends TrueMarketsError {
  override readonly name = 'BufferOverflowError'
  /** How many messages waited. */
  readonly capacity: number

  constructor(capacity: number) {
    super(`The consumer is ${capacity} messages behind.`, {
      code: 'buffer_overflowed',
      operation: 'subscribe',
      nextStep: 'Consume faster, raise buffer.capacity, or choose the policy latest or dropOldest.',
    })
    this.capacity = capacity
  }
}
