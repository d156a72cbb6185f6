import { getEventListeners } from 'node:events'
import { bearerAuthorizer } from '../../src/credentials/bearer-token.ts'
import { TrueMarketsError } from '../../src/errors/true-markets-error.ts'
import type { Authorizer } from '../../src/http/authorizer.ts'
import { createPipeline, type PipelineOptions } from '../../src/http/pipeline.ts'
import type { Runtime } from '../../src/http/runtime.ts'
import { NotSent } from '../../src/http/transport.ts'
import { createOperations } from '../../src/operations/create-operations.ts'
import { createTokenSource, type TokenPair } from '../../src/tokens/token-source.ts'
import { TABLE, type TestApi } from '../harness.ts'
import { VirtualRuntime } from '../virtual-runtime.ts'
import type { Decisions } from './decisions.ts'

/** What a server may do with a request. `acts`: whether it carries the request out (`either` is decided each time). */
const REACTIONS = {
  ok: { acts: true },
  lost: { acts: true },
  cut: { acts: true },
  html: { acts: true },
  empty: { acts: true },
  busy: { acts: 'either' },
  stall: { acts: 'either' },
  // Where it was done, and where its answer is to be read, or where it is to be made instead.
  found: { acts: 'either' },
  moved: { acts: false },
  refused: { acts: false },
  // What only a transport of one's own can say.
  unsent: { acts: false },
  limited: { acts: false },
  // For longer than any call may take.
  limitedLong: { acts: false },
  rejected: { acts: false },
  unauthorized: { acts: false },
  skewed: { acts: false },
  // A proxy's own page: a refusal, but no proof of one, whatever its clock says.
  skewedPage: { acts: false },
} as const
export type Reaction = keyof typeof REACTIONS

/** How large the worlds are. */
export interface Scope {
  readonly calls: number
  readonly reactions: readonly Reaction[]
  /** Delays of an answer, in milliseconds; one beyond the timeout of 100 is an answer that comes too late. */
  readonly delays: readonly number[]
  readonly starts: readonly number[]
  /** When the caller gives up, in milliseconds after the start; 0 is never. */
  readonly aborts: readonly number[]
  readonly attempts: number
  /** Whether token answers may fail. */
  readonly brokenTokens: boolean
}

/** Everything that can happen, for random worlds. */
export const WIDE: Scope = {
  calls: 3,
  reactions: Object.keys(REACTIONS) as Reaction[],
  delays: [0, 10, 40, 150],
  starts: [0, 5, 15],
  aborts: [0, 0, 0, 3, 30],
  attempts: 3,
  brokenTokens: true,
}

/** Small enough for every schedule. */
export const NARROW: Scope = {
  calls: 3,
  reactions: ['ok', 'lost'],
  delays: [0, 10],
  starts: [0],
  aborts: [0],
  attempts: 2,
  brokenTokens: false,
}

/** Limit on a whole call, in milliseconds. */
const DEADLINE_MS = 500

interface Send {
  readonly call: number
  readonly serial: string
  readonly acted: boolean
  /** Nothing was written, or the service's own 401 has a Date that puts the signing time outside the window. */
  provenUndone: boolean
}

/** Runs one world to its end and returns the laws it broke, in words. None is what is wanted. */
export async function runWorld(decisions: Decisions, scope: Scope): Promise<string[]> {
  const runtime = new VirtualRuntime()
  const broken: string[] = []
  const sends: Send[] = []
  const choose = <Value>(values: readonly Value[]): Value => {
    const value = values[decisions.pick(values.length)]
    if (value === undefined) throw new Error('nothing to choose from')
    return value
  }
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void runtime.after(ms, resolve))

  const tokens = tokenServer(runtime, () => scope.brokenTokens && decisions.pick(4) === 3, wait, broken)
  let serial = 0
  const bearer = bearerAuthorizer(tokens.source)
  const authorizer: Authorizer = {
    window: { pastSeconds: 15, futureSeconds: 15 },
    async authorize(request) {
      const headers = await bearer.authorize(request)
      return { ...headers, 'X-Serial': String(++serial), 'X-Signed': String(request.timeMs) }
    },
    rejected: (headers) => bearer.rejected?.(headers) ?? false,
  }
  const timers = new Set<object>()
  const watched: Runtime = {
    wallMs: () => runtime.wallMs(),
    monotonicMs: () => runtime.monotonicMs(),
    random: () => runtime.random(),
    after(delayMs, work) {
      const timer = {}
      timers.add(timer)
      const cancel = runtime.after(delayMs, () => {
        timers.delete(timer)
        work()
      })
      return () => {
        timers.delete(timer)
        cancel()
      }
    },
  }
  const options: PipelineOptions = {
    baseUrl: 'https://api.example.test/v1',
    operations: TABLE,
    authorizer,
    runtime: watched,
    timeoutMs: 100,
    deadlineMs: DEADLINE_MS,
    retry: { attempts: scope.attempts, baseDelayMs: 10, maxDelayMs: 20 },
    async fetch(_url, init) {
      const headers = new Headers(init.headers)
      const reaction = choose(scope.reactions)
      const { acts } = REACTIONS[reaction]
      const acted = acts === 'either' ? decisions.pick(2) === 1 : acts
      const send: Send = {
        call: Number(headers.get('x-call')),
        serial: headers.get('x-serial') ?? '',
        acted,
        provenUndone: reaction === 'unsent',
      }
      sends.push(send)
      await wait(choose(scope.delays))
      const skewed = reaction === 'skewed' || reaction === 'skewedPage'
      const date = new Date(runtime.trueMs() + (skewed ? 3_600_000 : 0)).toUTCString()
      const apart = Math.abs(Math.floor(Number(headers.get('x-signed')) / 1000) - Date.parse(date) / 1000)
      if (reaction === 'skewed' || reaction === 'unauthorized') send.provenUndone = apart > 15
      return react(reaction, date)
    },
  }
  // Two clients that share the tokens, each with a clock and a quota of its own.
  const apis = [0, 1].map(() => createOperations<TestApi>(TABLE, { pipeline: createPipeline(options) }))

  const calls = Array.from({ length: scope.calls }, async (_, call) => {
    const never = decisions.pick(2) === 1
    const start = choose(scope.starts)
    const giveUp = choose(scope.aborts)
    await wait(start)
    const controller = new AbortController()
    const { signal } = controller
    if (giveUp > 0) runtime.after(giveUp, () => controller.abort())
    const given = { signal, headers: { 'x-call': String(call) } }
    const api = apis[call % 2] as TestApi
    const startedMs = runtime.monotonicMs()
    const outcome = await (never
      ? api.createOrder({ body: { call } }, given)
      : api.getOrder({ path: { id: '7' } }, given)
    ).then(
      () => 'ok',
      (error: unknown) => (error instanceof TrueMarketsError ? error.code : `untyped ${String(error)}`),
    )
    const tookMs = runtime.monotonicMs() - startedMs
    const limitMs = giveUp > 0 ? Math.min(giveUp, DEADLINE_MS) : DEADLINE_MS
    if (tookMs > limitMs) broken.push(`call ${call} took ${tookMs} ms of ${limitMs}`)
    if (getEventListeners(signal, 'abort').length > 0) broken.push(`call ${call} left a listener on its signal`)
    return { call, never, outcome }
  })
  const ended = await runtime.drive(Promise.all(calls))
  if (timers.size > 0) broken.push(`${timers.size} timers were left`)

  for (const { call, never, outcome } of ended) {
    const own = sends.filter((send) => send.call === call)
    if (outcome.startsWith('untyped')) broken.push(`call ${call} ended with ${outcome}`)
    if (own.length > scope.attempts + 2) broken.push(`call ${call} was sent ${own.length} times`)
    if (!never) continue
    if (own.filter(({ provenUndone }) => !provenUndone).length > 1) broken.push(`write ${call} was sent twice`)
    const acted = own.filter((send) => send.acted).length
    if (acted > 1) broken.push(`write ${call} took effect ${acted} times`)
    if (acted === 1 && outcome !== 'ok' && outcome !== 'outcome_unknown')
      broken.push(`write ${call} took effect and was reported as ${outcome}`)
    if (acted === 0 && outcome === 'ok') broken.push(`write ${call} took no effect and was reported as done`)
  }
  if (new Set(sends.map((send) => send.serial)).size !== sends.length) broken.push('a signature was sent twice')
  return [...broken, ...tokens.check()]
}

function react(reaction: Reaction, date: string): Response | Promise<Response> {
  const json = (status: number): Response => new Response('{"message":"m"}', { status, headers: { date } })
  const fail = (code: string): Promise<never> => Promise.reject(new TypeError('fetch failed', { cause: { code } }))
  const answers: Readonly<Record<Reaction, () => Response | Promise<Response>>> = {
    ok: () => json(200),
    html: () => new Response('<html></html>', { status: 200, headers: { date } }),
    empty: () => new Response('', { status: 200, headers: { date } }),
    found: () => new Response('', { status: 302, headers: { date, location: '/orders/7' } }),
    moved: () => new Response('', { status: 307, headers: { date, location: 'https://other.example.test/orders' } }),
    limitedLong: () => new Response('{"message":"m"}', { status: 429, headers: { date, 'retry-after': '60' } }),
    busy: () => json(503),
    limited: () => json(429),
    rejected: () => json(400),
    unauthorized: () => json(401),
    skewed: () => json(401),
    skewedPage: () => new Response('<html></html>', { status: 401, headers: { date } }),
    stall: () => new Promise(() => {}),
    cut: () =>
      new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError('cut')) }), {
        headers: { date },
      }),
    lost: () => fail('ECONNRESET'),
    refused: () => fail('ECONNREFUSED'),
    unsent: () => Promise.reject(new NotSent('closed while it was idle')),
  }
  return answers[reaction]()
}

/** How long before its end the source under test renews a token, in milliseconds. */
const RENEW_AHEAD_MS = 120

/**
 * A token server that remembers what it issued, and the source under test over it. A lost update shows in two ways: an old
 * token is handed out, or a good one is renewed.
 */
function tokenServer(
  runtime: VirtualRuntime,
  fails: () => boolean,
  wait: (ms: number) => Promise<void>,
  broken: string[],
) {
  let issued = 0
  let running = 0
  let newest = { token: '', expiresMs: 0 }
  const used = new Set<string>()
  const refused = new Set<string>()
  const answer = async (): Promise<TokenPair> => {
    if (++running > 1) broken.push('two renewals ran at once')
    if (newest.expiresMs - runtime.trueMs() > RENEW_AHEAD_MS && !refused.has(newest.token))
      broken.push(`${newest.token} was lost: it was renewed while it was good`)
    const failed = fails()
    await wait(5)
    running--
    if (failed) throw new TrueMarketsError('refused', { code: 'server_failed', nextStep: 'None.' })
    // So short a life that renewals fall between the calls, and ends between their attempts.
    newest = { token: `token-${++issued}`, expiresMs: runtime.trueMs() + 200 }
    return {
      access_token: newest.token,
      refresh_token: `refresh-${issued}`,
      expires_in: new Date(newest.expiresMs).toISOString(),
    }
  }
  const source = createTokenSource({
    exchange: answer,
    refresh(token) {
      if (used.has(token)) broken.push(`${token} was used twice`)
      used.add(token)
      return answer()
    },
    now: () => runtime.trueMs(),
    runtime,
    renewAheadMs: RENEW_AHEAD_MS,
    spareMs: 20,
  })
  let last = 0
  return {
    source: {
      ...source,
      async token(signal?: AbortSignal) {
        const token = await source.token(signal)
        const number = Number(token.slice('token-'.length))
        if (number < last) broken.push(`${token} was handed out after token-${last}`)
        last = Math.max(last, number)
        if (refused.has(token)) broken.push(`${token} was handed out after it had been refused`)
        if (token === newest.token && newest.expiresMs <= runtime.trueMs()) broken.push(`${token} had ended`)
        return token
      },
      invalidate(token: string) {
        refused.add(token)
        return source.invalidate(token)
      },
    },
    check: (): string[] => (last > issued ? ['a token was made up'] : []),
  }
}
