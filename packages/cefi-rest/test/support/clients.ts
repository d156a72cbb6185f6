import { hmacKey, type Runtime } from '@truemarkets/core'
import { type CefiRestClient, type CefiRestClientOptions, createCefiRestClient } from '../../src/index.ts'
import { type Answer, type Sent, scriptedFetch } from './scripted-fetch.ts'

/** Credentials of the signing vectors. */
export const key = hmacKey({ organizationId: 'org-1', keyId: 'key-1', secret: 'test-secret', clientId: '7' })

/** The time of the signing vectors: 1700000000. Waits between attempts take no time, and limits are never reached. */
const vectorTime: Runtime = {
  wallMs: () => 1_700_000_000_999,
  monotonicMs: () => 0,
  random: () => 0,
  after(delayMs, work) {
    if (delayMs < 1_000) queueMicrotask(work)
    return () => {}
  },
}

/** A client at the time of the vectors whose answers are scripted. */
export function scriptedClient(
  options: CefiRestClientOptions,
  ...script: readonly (Answer | Error)[]
): { readonly cefi: CefiRestClient; readonly sent: Sent[] } {
  const { fetch, sent } = scriptedFetch(...script)
  return { sent, cefi: createCefiRestClient({ environment: 'sandbox', runtime: vectorTime, fetch, ...options }) }
}

/** The only request of a script that expects one. */
export function only(sent: readonly Sent[]): Sent {
  const [first] = sent
  if (first === undefined || sent.length > 1) throw new Error(`${sent.length} requests were sent, not one.`)
  return first
}
