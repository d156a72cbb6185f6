import type { OperationRow } from '../operations/operation.ts'

/** What a `fetch` is told beside the standard: Deno takes the pool of connections from `client`. */
interface OwnConnection {
  readonly keepalive?: false
  readonly client?: object
}

/** Deno's own: stable since Deno 2. */
interface Deno {
  readonly createHttpClient?: (options: { readonly poolMaxIdlePerHost: number }) => object
}

let unpooled: object | undefined

/**
 * What to tell `fetch` of a request that must not be sent twice, where it would send it twice by itself.
 *
 * When a kept-alive connection is closed under a request, also one that was written and perhaps carried out, the fetch of Deno
 * sends any request once more on another (seen with 2.9), and that of Bun what RFC 9110 calls idempotent, such as DELETE
 * (seen with 1.4). On a connection of its own neither does. Node.js and workerd never do; Chromium does with everything (seen with 150), and a page
 * cannot prevent it.
 */
export function ownConnection({ retry }: Pick<OperationRow, 'retry'>, method: string): OwnConnection | undefined {
  if (retry !== 'never') return undefined
  const { Deno } = globalThis as { readonly Deno?: Deno }
  if (Deno?.createHttpClient !== undefined) {
    unpooled ??= Deno.createHttpClient({ poolMaxIdlePerHost: 0 })
    return { client: unpooled }
  }
  // A connection of its own costs a handshake, and Bun sends a POST or a PATCH once as it is.
  return method === 'POST' || method === 'PATCH' ? undefined : { keepalive: false }
}
