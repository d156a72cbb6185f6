import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { type DemoKeyFile, type Sandbox, type SandboxOptions, startSandbox } from '../../src/index.ts'
import { signChallenge, stamp } from './signing.ts'

export type Json = Record<string, unknown>

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

export interface CallOptions {
  readonly body?: unknown
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One request with a JSON body, one answer with a JSON body. */
export async function call(method: string, url: string, options: CallOptions = {}): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Json) }
}

/** Trades a signed challenge for tokens. */
export function exchangeKey(sandbox: Sandbox, keyFile: DemoKeyFile): Promise<Reply> {
  const timestamp = sandbox.clock.seconds()
  const body = { key_id: keyFile.key_id, timestamp, signature: signChallenge(keyFile, timestamp) }
  return call('POST', `${sandbox.urls.auth}/api-key/token`, { body })
}

export async function accessToken(sandbox: Sandbox, keyFile: DemoKeyFile): Promise<string> {
  const { body } = await exchangeKey(sandbox, keyFile)
  return String(body['access_token'])
}

/** Runs with a sandbox of its own; afterwards the sandbox must have nothing to reproach itself with. */
export async function withSandbox(
  run: (sandbox: Sandbox) => Promise<void>,
  options: SandboxOptions = {},
): Promise<void> {
  const sandbox = await startSandbox(options)
  try {
    await run(sandbox)
  } finally {
    await sandbox.close()
  }
  expect(sandbox.log.entries.filter(({ kind }) => kind !== 'note')).toStrictEqual([])
}

/** The personal demo account at the gateway. */
export class GatewaySession {
  readonly #sandbox: Sandbox
  readonly #token: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #signer: DemoKeyFile

  constructor(
    sandbox: Sandbox,
    token: string,
    headers: Readonly<Record<string, string>> = {},
    signer: DemoKeyFile = sandbox.credentials.personal.keyFile,
  ) {
    this.#sandbox = sandbox
    this.#token = token
    this.#headers = headers
    this.#signer = signer
  }

  send(method: string, path: string, body?: unknown): Promise<Reply> {
    return call(method, `${this.#sandbox.urls.gateway}${path}`, {
      token: this.#token,
      headers: this.#headers,
      ...(body === undefined ? {} : { body }),
    })
  }

  /** Stamps each payload of an order or a transfer that was created, and executes it. */
  execute(created: Json): Promise<Reply> {
    const path =
      'order_id' in created ? `/orders/${String(created['order_id'])}` : `/transfers/${String(created['id'])}`
    return this.send('POST', `${path}/execute`, stamped(created, this.#signer))
  }

  /** The order once it has this status; throws when that takes too long. */
  async orderWhen(orderId: string, status: string): Promise<Json> {
    return this.#readWhen(`/orders/${orderId}`, status)
  }

  async transferWhen(transferId: string, status: string): Promise<Json> {
    return this.#readWhen(`/transfers/${transferId}`, status)
  }

  async #readWhen(path: string, status: string): Promise<Json> {
    // Long even for a starved machine.
    const deadline = Date.now() + 15_000
    for (;;) {
      const { body } = await this.send('GET', path)
      if (body['status'] === status) return body
      if (Date.now() > deadline) throw new Error(`${path} does not become ${status}: ${JSON.stringify(body)}`)
      await sleep(5)
    }
  }

  /** What is held of one asset in one place, as decimal text. */
  async balance(symbol: string, chain: string | null): Promise<Json> {
    const { body } = await this.send('GET', '/balances')
    const rows = body['data'] as Json[]
    return rows.find((row) => row['symbol'] === symbol && row['chain'] === chain) ?? {}
  }
}

export async function personalSession(sandbox: Sandbox): Promise<GatewaySession> {
  return new GatewaySession(sandbox, await accessToken(sandbox, sandbox.credentials.personal.keyFile))
}

export async function organizationSession(sandbox: Sandbox): Promise<GatewaySession> {
  const { keyFile, userId, signerKeyFile } = sandbox.credentials.organization
  return new GatewaySession(sandbox, await accessToken(sandbox, keyFile), { 'TM-On-Behalf-Of': userId }, signerKeyFile)
}

export function payloadsOf(body: Json): string[] {
  return ((body['payloads'] ?? []) as { payload: string }[]).map(({ payload }) => payload)
}

/** The body that executes what was prepared: a stamp for each payload. */
export function stamped(prepared: Json, keyFile: DemoKeyFile): Json {
  return { signatures: payloadsOf(prepared).map((payload) => stamp(keyFile, payload)), auth_type: 'api_key' }
}

/** Where the next page starts; `null` at the end. */
export function nextCursor(body: Json): string | null {
  return (body['pagination'] as { next_cursor: string | null }).next_cursor
}
