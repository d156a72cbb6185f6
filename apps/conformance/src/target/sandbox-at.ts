import type { WatchedDriver } from '../record/watched-driver.ts'
import type { KnownAnswers } from './client-settings.ts'
import { sandboxHandles } from './sandbox-handles.ts'
import { bases, type HmacCredentials, type KeyFile, type SandboxParties, type Target, untouched } from './target.ts'

/** Where a sandbox is and who is there, as another process can be told of it. */
export type SandboxPlace = {
  urls: Target['urls']
  socketAddresses: readonly string[]
  answers: KnownAnswers
  keyFile: KeyFile
  hmac: HmacCredentials
  parties: SandboxParties
}

/** The target that a sandbox is, whichever process it runs in. */
export const sandboxAt = (
  { urls, socketAddresses, answers, keyFile, hmac, parties }: SandboxPlace,
  driver: WatchedDriver,
): Target => ({
  name: 'sandbox',
  urls,
  socketAddresses,
  bases,
  fetch: globalThis.fetch,
  driver,
  allowsSocket: () => {},
  frames: untouched,
  now: Date.now,
  answers,
  has: () => true,
  keyFile: () => keyFile,
  organizationKeyFile: () => parties.organization.keyFile,
  hmac: () => hmac,
  sandbox: { ...parties, ...sandboxHandles(new URL(urls.auth).origin) },
  rest: () => Promise.resolve(),
  pollMs: 10,
  slowness: 1,
  defects: () => [],
  close: () => Promise.resolve(),
})
