import { ConfigurationError } from '@truemarkets/core'

/** What a client sends its requests with. */
export type Fetch = typeof globalThis.fetch

/** Sends reads and refuses everything else, whatever a client above it should ask for. */
export function readOnly(fetch: Fetch): Fetch {
  return async (input, init) => {
    const method = new Request(input, init).method
    if (method === 'GET' || method === 'HEAD') return fetch(input, init)
    throw new ConfigurationError(
      'option_invalid',
      `The doctor does not send ${method}.`,
      'Report this: it is a mistake in the doctor.',
    )
  }
}
