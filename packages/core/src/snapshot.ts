/** Deeper than any contract nests; what lies below is shared, so that no value can exhaust the stack. */
const DEEPEST = 64

/**
 * A value as it is now, for work that goes on after the caller has its thread back: an order object that is changed for the
 * next order must not change the one before.
 *
 * Lists and plain objects are copied, whatever else they hold is shared: it is immutable, or no part of a request.
 *
 * @example
 * ```ts
 * const order = { qty: '1', tags: ['a'] }
 * const kept = snapshot(order)
 * order.tags.push('b')
 * kept.tags // ['a']
 * ```
 */
export function snapshot<Value>(value: Value): Value {
  // A copy has the type of what was copied.
  return copy(value, 0) as Value
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return value
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copy(member, depth + 1)]))
}
