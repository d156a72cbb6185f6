import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { present } from '../src/case/present.ts'
import { isObject, type JsonObject, parseJson } from '../src/json.ts'
import { ask } from '../src/probes/ask.ts'
import { probes } from '../src/probes/index.ts'
import { readQuestions } from '../src/probes/questions.ts'
import { opener } from '../src/target/open.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'
import type { FrameHop, Target } from '../src/target/target.ts'

const questions = readQuestions(join(import.meta.dirname, '../../../specs'))
const monotonic = () => performance.now()

/** Asks one question of a sandbox with something between it and the probe. */
async function askThrough(id: string, hop: (sandbox: Target) => Partial<Target>) {
  const question = present(
    questions.find((one) => one.id === id),
    id,
  )
  const probe = present(
    probes.find((one) => one.question === id),
    `the probe of ${id}`,
  )
  const sandbox = await sandboxTarget(1)
  const target = { ...sandbox, ...hop(sandbox) }
  const patience = { forMs: 200, stop: new AbortController().signal }
  try {
    const asked = await ask(
      question,
      probe,
      opener(target, 1, monotonic),
      { monotonic, slowness: 1 },
      patience,
      (of) => of.message,
    )
    return present(asked, 'the answer')
  } finally {
    await sandbox.close()
  }
}

type Answer = { status: number; body: string; headers: Record<string, string> }

/** Puts another answer in the place of the sandbox's own, where method and path are these. */
const answering =
  (to: RegExp, change: (own: Answer, request: Request) => Partial<Answer>) =>
  (sandbox: Target): Partial<Target> => ({
    async fetch(input, init) {
      const request = new Request(input, init)
      const response = await sandbox.fetch(input, init)
      if (!to.test(`${request.method} ${new URL(request.url).pathname}`)) return response
      const own = {
        status: response.status,
        body: await response.text(),
        headers: Object.fromEntries(response.headers),
      }
      const { status, body, headers } = { ...own, ...change(own, request) }
      delete headers['content-length']
      return new Response(status === 204 ? null : body, { status, headers })
    },
  })

const json = (value: object): Partial<Answer> => ({ body: JSON.stringify(value) })

/** The frames that a sandbox sends, each changed. */
const telling = (change: (frame: JsonObject) => JsonObject) => (): Partial<Target> => ({
  frames: (): FrameHop => ({
    sent: (text) => text,
    received(text) {
      const parsed = parseJson(text)
      return [parsed.ok && isObject(parsed.value) ? JSON.stringify(change(parsed.value)) : text]
    },
  }),
})

const isConfirmation = (frame: JsonObject) => frame['channel'] === 'WEBSOCKET' && frame['update'] !== 'WELCOME'

/** From the so manieth answer on, the change; the ones before it stay as they are. */
function from(nth: number, change: (own: Answer) => Partial<Answer>) {
  let answered = 0
  return (own: Answer) => {
    answered += 1
    return answered < nth ? own : change(own)
  }
}

describe.concurrent('an answer in none of the ways of its question is told as such', () => {
  it.each<[string, string, (sandbox: Target) => Partial<Target>, RegExp]>([
    ['A2', 'health as a list', answering(/GET .*\/health$/, () => json([])), /^200 \[\]$/],
    ['A2', 'health as an object of its own', answering(/GET .*\/health$/, () => json({ up: true })), /^200 \{up\}$/],
    ['A2', 'health without a body', answering(/GET .*\/health$/, () => ({ status: 204 })), /^204 /],
    [
      'A4',
      'a time in nine digits',
      answering(/token$/, ({ body }) => ({ body: body.replace(/\.(\d{3})Z/, '.$1000000Z') })),
      /\.0{9}Z$/,
    ],
    ['A6', 'an error of other members', answering(/POST .*token$/, () => json({ fault: 'no' })), /^401 \{fault\}$/],
    [
      'A7',
      'errors that differ in their type',
      answering(/token$/, () => json({ type: String(performance.now()), message: 'no' })),
      /differ: type$/,
    ],
    [
      'A9',
      'a conflict for a replay',
      answering(
        /token$/,
        from(2, () => ({ status: 409 })),
      ),
      /409/,
    ],
    [
      'G1',
      'quotes open and assets not',
      answering(/GET .*\/assets$/, () => ({ status: 401 })),
      /^quotes 200 .*assets 401/,
    ],
    ['G4', 'an order that is accepted', answering(/POST .*\/orders$/, () => ({ status: 202 })), /^202 /],
    ['G5', 'a cancellation with no content', answering(/DELETE /, () => ({ status: 204 })), /^204 /],
    [
      'G5',
      'a cancellation that names the order',
      answering(/DELETE /, () => json({ order_id: 'x' })),
      /^202 \{order_id\}$/,
    ],
    ['G8', 'a page that is unprocessable', answering(/transactions$/, () => ({ status: 422 })), /^limit=101: 422 /],
    [
      'G11',
      'the end of the window in milliseconds',
      answering(/transfers/, ({ headers, status }) => ({
        status,
        headers: { ...headers, 'x-ratelimit-reset': String(Date.now()) },
      })),
      /of 13 digits$/,
    ],
    ['G12', 'an error of other members', answering(/GET .*\/orders\//, () => json({ fault: 'no' })), /^404 \{fault\}$/],
    [
      'G13',
      'a digest of something else',
      answering(/POST .*\/orders$/, ({ body }) => ({ body: body.replace(/"digest":"../, '"digest":"zz') })),
      /64 characters/,
    ],
    [
      'G15',
      'networks that are null',
      answering(/GET .*\/assets$/, ({ body }) => ({ body: body.replaceAll('"networks":[]', '"networks":null') })),
      /networks null$/,
    ],
    ['G25', 'a foreign stamp that is taken', answering(/execute$/, () => ({ status: 200 })), /: 200 /],
    [
      'R4',
      'health bare and a quote wrapped',
      answering(/GET .*\/health$/, () => json({ status: 'healthy' })),
      /^health 200 \{status\}, quote 200 \{data\}$/,
    ],
    [
      'R5',
      'versions without a list',
      answering(/versions$/, () => json({ data: { newest: 'v2026_01_23' } })),
      /with \{newest\}$/,
    ],
    ['R13', 'an error of other members', answering(/GET .*\/assets$/, () => json({ fault: 'no' })), /^400 \{fault\}/],
    [
      'R17',
      'the same order again',
      (() => {
        let first = ''
        return answering(/POST .*\/orders$/, ({ body }) => {
          first ||= body
          return { body: first }
        })
      })(),
      /200, the same order$/,
    ],
    [
      'R22',
      'one read that needs credentials',
      answering(/GET .*\/versions$/, () => ({ status: 401 })),
      /\/versions 401/,
    ],
    [
      'R23',
      'a word in place of a moment',
      answering(/instruments$/, ({ headers }) => ({ headers: { ...headers, deprecation: 'true' } })),
      /of 4 characters$/,
    ],
    [
      'R26',
      'a cancel with no content',
      answering(
        /DELETE /,
        from(2, () => ({ status: 204 })),
      ),
      /: 204$/,
    ],
    [
      'W8',
      'a snapshot of trades',
      () => ({
        frames: (): FrameHop => ({
          sent: (text) => text,
          received: (text) =>
            text.startsWith('{"channel":"TRADE"') ? [text.replace('UPDATE', 'SNAPSHOT'), text] : [text],
        }),
      }),
      /^after a snapshot /,
    ],
    [
      'W10',
      'a drop copy for everybody',
      telling((frame) =>
        isConfirmation(frame)
          ? { ...frame, status: 'UNAUTHENTICATED', subscriptions: [{ channel: 'DROPCOPY', item_names: ['1'] }] }
          : frame,
      ),
      /^UNAUTHENTICATED; subscribed: DROPCOPY$/,
    ],
    [
      'W9',
      'everything taken',
      telling((frame) => (isConfirmation(frame) ? { ...frame, status: 'AUTHENTICATED' } : frame)),
      /^wrong signature: AUTHENTICATED; /,
    ],
    [
      'W11',
      'confirmations of another kind',
      telling((frame) => (isConfirmation(frame) ? { ...frame, update: 'DONE' } : frame)),
      /: DONE, DONE, DONE$/,
    ],
  ])('%s: %s', async (id, _, hop, evidence) => {
    const seen = await askThrough(id, hop)
    expect(seen).toMatchObject({
      verdict: 'unforeseen',
      choice: null,
      evidence: expect.stringMatching(evidence) as string,
    })
  })
})

describe.concurrent('an answer of something in front of the service is told as nothing', () => {
  const page = { status: 200, body: '<!doctype html><p>We are back soon', headers: { 'content-type': 'text/html' } }
  const limited = { status: 429, body: '{"message":"slow down"}' }

  it.each<[string, string, (sandbox: Target) => Partial<Target>]>([
    ['A1', 'a limit at the host root', answering(/GET \/\.well-known/, () => limited)],
    ['A2', 'a page', answering(/./, () => page)],
    [
      'G4',
      'an account without money',
      answering(/POST .*\/orders$/, () => ({ status: 400, body: '{"message":"Insufficient balance"}' })),
    ],
    ['G12', 'a limit', answering(/GET .*\/orders\//, () => limited)],
    ['G16', 'a limit', answering(/GET .*\/assets$/, (_, { url }) => (url.includes('asset_class') ? {} : limited))],
    [
      'G21',
      'an account without money',
      answering(/POST .*\/orders$/, () => ({ status: 400, body: '{"message":"Insufficient balance"}' })),
    ],
    ['R1', 'a page', answering(/instruments?$/, () => page)],
    ['R4', 'credentials wanted', answering(/health$|POST .*quote$/, () => ({ status: 401, body: '{"error":{}}' }))],
    ['R22', 'a page', answering(/GET /, () => page)],
  ])('%s: %s', async (id, _, hop) => {
    expect(await askThrough(id, hop)).toMatchObject({ verdict: 'undetermined', choice: null })
  })

  it('and its page at the host root is no key set (A1)', async () => {
    const hop = answering(/GET \/\.well-known/, () => page)
    expect(await askThrough('A1', hop)).toMatchObject({ choice: 'service-path', verdict: 'contradicted' })
  })
})

describe('a catalogue of more than one page', () => {
  it('is read to its end before stocks are looked for in it (G16)', async () => {
    const hop = answering(/GET .*\/assets$/, ({ body }, { url }) => {
      const { data } = JSON.parse(body) as { data: object[] }
      const { searchParams } = new URL(url)
      const rows = Array.from({ length: 100 }, () => data[0])
      const isLast = searchParams.has('cursor')
      const last = searchParams.has('asset_class') ? data.slice(0, 2) : data.slice(0, 1)
      return json({
        data: isLast ? last : rows,
        pagination: { next_cursor: isLast ? null : '2026-01-01T00:00:00Z', limit: 100 },
      })
    })
    expect(await askThrough('G16', hop)).toMatchObject({
      choice: 'crypto-default',
      evidence: '101 rows, 102 with stocks',
    })
  })
})
