/** What `#platform` is everywhere else: @noble, and nobody to tell of what happens. */
export { failedToConnect, openChannel } from './observe/diagnostics.portable.ts'
export { importHmacKey } from './signing/hmac.portable.ts'
export { importScalar } from './signing/p256.portable.ts'
