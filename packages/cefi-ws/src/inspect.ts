/**
 * What Node.js, Bun and Deno print in place of an object: the state of a client is private, and without this a `console.log`
 * shows nothing of it.
 */
export const inspect = Symbol.for('nodejs.util.inspect.custom')
