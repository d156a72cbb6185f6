/** What `#platform` is on Node, Bun and Deno: node:crypto, and node:diagnostics_channel. One file, because each costs an import. */
export { failedToConnect, openChannel } from './observe/diagnostics.node.ts'
export { importHmacKey } from './signing/hmac.node.ts'
export { importScalar } from './signing/p256.node.ts'
