// The one program that every runtime runs. It uses what all of them have: fetch, timers, and the clients.
import { apiKey, createAuthClient } from '@truemarkets/auth'
import { createCefiRestClient, hmacKey, OutcomeUnknownError } from '@truemarkets/cefi-rest'
import { type CefiWsClient, createCefiWsClient, type OrderBook } from '@truemarkets/cefi-ws'
import { createGatewayClient } from '@truemarkets/gateway'
import type { Sandbox } from '@truemarkets/sandbox'

/** The sandbox to run against, as JSON can carry it. */
export interface Target {
  readonly url: string
  readonly urls: Sandbox['urls']
  readonly keyFile: Sandbox['credentials']['personal']['keyFile']
  readonly hmac: Sandbox['credentials']['hmac']
}

/** What became of the program: the steps it took, and the one it failed at. */
export interface Report {
  readonly done: readonly string[]
  /** How many sockets the runtime's own `WebSocket` opened, so that a runtime cannot pass on another's driver. */
  readonly builtInSockets: number
  readonly failure: string | undefined
}

export function targetOf({ url, urls, credentials: { personal, hmac } }: Sandbox): Target {
  return { url, urls, keyFile: personal.keyFile, hmac }
}

/** Runs every step in turn. Never throws: a failure is part of the report. */
export async function runProgram(target: Target): Promise<Report> {
  const done: string[] = []
  const builtIn = countSockets()
  try {
    for await (const step of steps(target)) done.push(step)
    return { done, builtInSockets: builtIn.count, failure: undefined }
  } catch (error) {
    const failure = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : String(error)
    return { done, builtInSockets: builtIn.count, failure }
  }
}

function countSockets(): { readonly count: number } {
  const counter = { count: 0 }
  const { WebSocket } = globalThis
  // Node.js 20 has none.
  if (WebSocket === undefined) return counter
  globalThis.WebSocket = new Proxy(WebSocket, {
    construct(target, args: ConstructorParameters<typeof WebSocket>) {
      counter.count++
      return new target(...args)
    },
  })
  return counter
}

const SYMBOL = 'BTC-PYUSD'
/** Bids below the market and inside the price band, so that they rest. */
const [FIRST_PRICE, SECOND_PRICE, THIRD_PRICE, LOST_PRICE] = ['109001', '109002', '109003', '109004']

async function* steps({ url, urls, keyFile, hmac }: Target): AsyncGenerator<string> {
  const auth = createAuthClient({ environment: urls, auth: apiKey(keyFile) })
  await auth.tokens.token()
  yield 'exchanged an ES256 key for a token'

  const gateway = createGatewayClient({ environment: urls, auth: auth.tokens })
  const { data: assets = [] } = await gateway.listAssets()
  check(assets.length > 0, 'The Gateway lists no assets.')
  yield 'read the Gateway with it'

  const key = hmacKey(hmac)
  const rest = createCefiRestClient({ environment: urls, auth: key })
  const { data: instruments } = await rest.listInstruments({ query: { symbol: SYMBOL } })
  const instrument_id = instruments[0]?.id
  check(instrument_id !== undefined, `There is no instrument ${SYMBOL}.`)
  const buy = async (price: string): Promise<void> => {
    const info = { client_id: hmac.clientId, instrument_id, side: 'BUY', type: 'LIMIT', qty: '0.001', price } as const
    const { id } = await rest.createOrder({ body: { info } })
    check(id !== undefined, 'The order has no id.')
  }
  await buy(FIRST_PRICE)
  yield 'placed an order signed with HMAC over CeFi REST'

  // A browser sends what it loses on a kept connection once more by itself, and cannot be told not to.
  if (!('document' in globalThis)) {
    await arm(url, { kind: 'reset', method: 'POST', path: '/v1/cefi/orders', times: null })
    const lost = await buy(LOST_PRICE).catch((error: unknown) => error)
    await fetch(`${url}/sandbox/faults`, { method: 'DELETE' })
    check(lost instanceof OutcomeUnknownError, 'An order whose answer was lost is not said to be in doubt.')
    const { data: open } = await rest.listActiveOrders()
    const sent = open.filter(({ order_info }) => order_info?.price === LOST_PRICE)
    check(sent.length === 1, `An order whose answer was lost on a kept connection was placed ${sent.length} times.`)
    yield 'lost the answer to an order on a kept connection, and had sent it once'
  }

  const ws = createCefiWsClient({ environment: urls, auth: key, backoff: { minMs: 10, maxMs: 50 } })
  const statuses: string[] = []
  ws.on('status', (status) => statuses.push(status))
  const book = await ws.orderBook(SYMBOL)
  await until(() => book.state === 'live' && has(book, FIRST_PRICE), 'a live book with the order')
  check(statuses.join() === 'AUTHENTICATED', `The connection is ${statuses.join()}.`)
  yield 'saw it in an authenticated book over CeFi WebSocket'

  const lost = disconnected(ws)
  await arm(url, { kind: 'ws-drop', path: 'DEPTH' })
  await buy(SECOND_PRICE)
  await lost
  await until(() => book.state === 'live' && has(book, SECOND_PRICE), 'a live book with the second order')
  yield 'lost the connection, and had the book again by itself'

  await ws.close()
  check(ws.state === 'closed' && book.state === 'stale', `The client is ${ws.state}, the book ${book.state}.`)

  // Where there are pings, long before the silence that is allowed elsewhere.
  const liveness = { pingIntervalMs: 400, pongTimeoutMs: 400, idleTimeoutMs: 1500 }
  const patient = createCefiWsClient({ environment: urls, auth: key, backoff: { minMs: 10, maxMs: 50 }, ...liveness })
  const same = await patient.orderBook(SYMBOL)
  await until(() => same.state === 'live', 'a second book')
  let losses = 0
  patient.on('disconnect', () => losses++)
  await pause(1000)
  check(losses === 0, 'The connection was given up although the server answers.')
  await arm(url, { kind: 'ws-silent', path: 'DEPTH' })
  await buy(THIRD_PRICE)
  await until(() => losses > 0 && same.state === 'live' && has(same, THIRD_PRICE), 'a live book after the silence')
  await patient.close()
  yield 'found that the server had gone silent, and had the book again'

  await noSockets(url)
  yield 'closed without a socket left'
}

function has(book: OrderBook, price: string): boolean {
  return book.depth(100).bids.some((level) => Number(level.price) === Number(price))
}

function disconnected(ws: CefiWsClient): Promise<void> {
  return new Promise((resolve) => {
    ws.on('disconnect', () => resolve())
  })
}

/**
 * Asks the sandbox for a fault: `ws-drop` and `ws-silent` drop the connection that the next change of a book goes to, or never
 * speak on it again; `reset` cuts the connection of a request that was carried out.
 */
async function arm(url: string, fault: Readonly<Record<string, unknown>>): Promise<void> {
  const body = JSON.stringify(fault)
  const answer = await fetch(`${url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  check(answer.ok, `The sandbox takes no faults: ${answer.status}.`)
}

async function noSockets(url: string): Promise<void> {
  const deadline = Date.now() + 5000
  for (;;) {
    const state = (await (await fetch(`${url}/sandbox/state`)).json()) as { readonly web_sockets: readonly unknown[] }
    if (state.web_sockets.length === 0) return
    check(Date.now() < deadline, `The sandbox still has ${state.web_sockets.length} sockets.`)
    await pause()
  }
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!holds()) {
    check(Date.now() < deadline, `Waited 10 s for ${what}.`)
    await pause()
  }
}

function pause(ms = 10): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

function check(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message)
}
