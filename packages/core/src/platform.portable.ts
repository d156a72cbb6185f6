/**
 * What `#platform` is everywhere else: @noble, and nobody to tell of what happens. It takes its encodings from @noble too: what
 * it shared with the rest of the package would be one more file to import, also on Node.
 */
export { failedToConnect, openChannel } from './observe/diagnostics.portable.ts'
export { importHmacKey } from './signing/hmac.portable.ts'
export { importScalar } from './signing/p256.portable.ts'
