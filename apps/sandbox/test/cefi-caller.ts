import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoHmacKey } from '../src/demo-credentials.ts'
import type { CefiSandbox } from './cefi-sandbox.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface CallOptions {
  readonly key?: DemoHmacKey
  readonly version?: string | null
  readonly body?: unknown
  /** Seconds that the signing clock is ahead. */
  readonly skew?: number
  /** Beside those that sign, or in place of them; what is undefined is left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** What is signed as the path; default: the path that is sent, without its query. */
  readonly signedPath?: string
}

/** Signs with node:crypto alone: it must not share a mistake with the server or with the clients. */
export function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64')
}

export async function callCefi(sandbox: CefiSandbox, method: string, path: string, options: CallOptions = {}) {
  const key = options.key ?? sandbox.context.credentials.hmac
  const body = options.body === undefined ? '' : JSON.stringify(options.body)
  const timestamp = String(sandbox.context.clock.seconds() + (options.skew ?? 0))
  const signedPath = options.signedPath ?? path.split('?')[0] ?? ''
  const legacy = path.startsWith('/api/v1')
  const auth: Record<string, string> = legacy
    ? {
        'x-truex-auth-token': key.keyId,
        'x-truex-auth-timestamp': timestamp,
        'x-truex-auth-userid': key.clientId,
        'x-truex-auth-signature': hmac(key.secret, timestamp + method + signedPath + body),
      }
    : {
        'X-Truex-Organization-Id': key.organizationId,
        'X-Truex-Key-Id': key.keyId,
        'X-Truex-Timestamp': timestamp,
        'X-Truex-Signature': hmac(key.secret, `${method}\n${signedPath}\n${timestamp}\n${body}`),
      }
  return send(sandbox, method, path, { ...options, headers: { ...auth, ...options.headers } })
}

/** Sends without credentials of its own. */
export async function send(
  sandbox: CefiSandbox,
  method: string,
  path: string,
  options: Omit<CallOptions, 'key' | 'skew' | 'signedPath'> = {},
): Promise<Reply> {
  const { version = 'v2026_01_23', body, headers = {} } = options
  const all = {
    'X-Truex-Version': version ?? undefined,
    'Content-Type': body === undefined ? undefined : 'application/json',
    ...headers,
  }
  const response = await fetch(sandbox.url + path, {
    method,
    headers: Object.entries(all).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** Reads a member by a dotted path; `undefined` where there is none. */
export function at(value: unknown, path: string): unknown {
  let here = value
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null) return undefined
    here = Reflect.get(here, step) as unknown
  }
  return here
}

/** Asks until the answer satisfies; throws after fifteen seconds, long even for a starved machine. */
export async function until<Value>(ask: () => Promise<Value>, satisfied: (value: Value) => boolean): Promise<Value> {
  const end = Date.now() + 15_000
  for (;;) {
    const value = await ask()
    if (satisfied(value)) return value
    if (Date.now() > end) throw new Error(`Nothing else came than ${JSON.stringify(value)}`)
    await sleep(5)
  }
}
