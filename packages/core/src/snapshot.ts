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
  return copy(value, 0, new Map()) as Value
}

/** What is met again is not copied again: the ways through an object that contains itself are beyond number. */
function copy(value: unknown, depth: number, copies: Map<object, object>): unknown {
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value
  // A list too is an object whose members have names.
  const made = (Array.isArray(value) ? Array.from<unknown>(value) : { ...value }) as Record<string, unknown>
  copies.set(value, made)
  for (const name of Object.keys(made)) made[name] = copy(made[name], depth + 1, copies)
  return made
}
