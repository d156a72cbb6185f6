import { isObject, type Json, type JsonObject, parseJson } from '../src/json.ts'
import type { HttpAnswer } from '../src/record/exchange.ts'
import { type Described, describe, makeResponse } from '../src/record/fetch.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'
import type { FrameHop, Target } from '../src/target/target.ts'

/** A service in which a question has one of its answers. `speed` is how fast the clock that measures it runs, `patienceMs` how long it is watched. */
export type World = { target: Target; speed?: number; patienceMs?: number }

type Make = (sandbox: Target) => World

/** The sandbox behind somebody who changes the answers to some requests. */
function answering(path: RegExp, change: (answer: HttpAnswer, request: Described) => HttpAnswer): Make {
  return intercepting(path, async (request, forward) => change(await forward(request), request))
}

type Forward = (request: Described) => Promise<HttpAnswer>

function intercepting(
  path: RegExp,
  act: (request: Described, forward: Forward, sandbox: Target) => Promise<HttpAnswer>,
): Make {
  return (sandbox) => {
    const forward: Forward = async ({ method, url, requestHeaders: headers, requestBody: body }) => {
      const response = await sandbox.fetch(url, { method, headers, ...(body === null ? {} : { body }) })
      const { 'content-encoding': _, 'content-length': __, ...kept } = Object.fromEntries(response.headers)
      return { status: response.status, headers: kept, body: await response.text() }
    }
    const fetch: Target['fetch'] = async (input, init) => {
      const request = await describe(input, init)
      if (!path.test(`${request.method} ${new URL(request.url).pathname}`)) return sandbox.fetch(input, init)
      const answer = await act(request, forward, sandbox)
      return makeResponse(answer.body, answer)
    }
    return { target: { ...sandbox, fetch } }
  }
}

const body = (answer: HttpAnswer, change: (body: JsonObject) => Json): HttpAnswer => {
  const parsed = parseJson(answer.body)
  return parsed.ok && isObject(parsed.value) ? { ...answer, body: JSON.stringify(change(parsed.value)) } : answer
}

const instead = (status: number, value: Json): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

/** The sandbox behind somebody who changes the frames it sends. */
function speaking(change: (frame: JsonObject) => JsonObject): Make {
  return (sandbox) => {
    const frames = (): FrameHop => ({
      sent: (text) => text,
      received(text) {
        const parsed = parseJson(text)
        return [parsed.ok && isObject(parsed.value) ? JSON.stringify(change(parsed.value)) : text]
      },
    })
    return { target: { ...sandbox, frames } }
  }
}

const on = (channel: string, change: (frame: JsonObject) => JsonObject): Make =>
  speaking((frame) => (frame['channel'] === channel ? change(frame) : frame))

const everyRow = (change: (row: JsonObject) => JsonObject) => (answer: HttpAnswer) =>
  body(answer, (whole) => ({
    ...whole,
    data: Array.isArray(whole['data']) ? whole['data'].map((row) => (isObject(row) ? change(row) : row)) : [],
  }))

/** Answers of the four operations of G7 that carry a name of their operation. */
const callingItself = (rename: (name: string) => string): Make => {
  const names: [RegExp, string][] = [
    [/portfolio$/, 'getPortfolio'],
    [/transactions$/, 'listTransactions'],
    [/cancel\/execute$/, 'executeCancelOrder'],
    [/orders\/[^/]+$/, 'getOrder'],
  ]
  return answering(/gateway\/(orders\/|portfolio|transactions)/, (answer, { url }) => {
    const name = names.find(([path]) => path.test(new URL(url).pathname))?.[1] ?? ''
    return { ...answer, headers: { ...answer.headers, 'x-operation': rename(name) } }
  })
}

const oneTransfer = (instructions: Json) =>
  answering(/GET \/v1\/cefi\/transfers$/, () => instead(200, { data: [{ id: '1', instructions }] }))

/** Worlds that the sandbox does not play by itself, by question and outcome. An outcome that is not here is the sandbox as it is. */
const otherWorlds: Readonly<Record<string, Readonly<Record<string, Make>>>> = {
  G6: {
    'other-members': answering(/cancel\/execute$/, () =>
      instead(400, { type: 'invalid_argument', field_violations: [{ field: 'stamps', message: 'missing' }] }),
    ),
  },
  G7: { 'adopted-names': callingItself((name) => name), 'other-names': callingItself((name) => `${name}V2`) },
  R7: { elsewhere: answering(/orders\/trades$/, () => instead(404, { error: { status: 404 } })) },
  R9: {
    'named-members': answering(/PATCH \/v1\/cefi\/clients$/, () =>
      instead(400, { error: { title: 'Bad', status: 400, detail: 'cancel_on_disconnect is required' } }),
    ),
  },
  R19: {
    'other-values': answering(
      /cefi\/assets$/,
      everyRow((asset) => ({ ...asset, status: 1 })),
    ),
  },
  R20: { object: oneTransfer({ reference: 'x' }), other: oneTransfer('by wire') },
  R24: {
    'known-edition': answering(/cefi\/versions$/, (answer) => ({
      ...answer,
      headers: { ...answer.headers, 'x-edition': 'v1.0.5' },
    })),
    'newer-edition': answering(/cefi\/versions$/, (answer) =>
      body(answer, (all) => ({ ...all, data: [{ version: 'v2027_02_01', status: 'current' }] })),
    ),
  },
  W1: {
    elsewhere: (sandbox) => ({
      target: {
        ...sandbox,
        urls: { ...sandbox.urls, 'cefi-ws': sandbox.urls['cefi-ws'].replace('/api/v1', '/gone') },
        otherSockets: [sandbox.urls['cefi-ws']],
      },
    }),
  },
  W3: { other: on('DROPCOPY', (frame) => ({ ...frame, data: 'a report in words' })) },
}

/** How worlds that the sandbox plays are watched where a watch takes long: nobody may have to wait for it. */
const watched: Readonly<Record<string, Make>> = {
  // A minute of the watch passes in 0.1 ms.
  'W17=none-seen': (target) => ({ target, speed: 600_000, patienceMs: 26 * 3_600_000 }),
  // Once the quiet item has been told, the sandbox's clock moves on by what a connection may be quiet.
  'W17=ping-or-close': (target) => {
    const pass = on('INSTRUMENT', (frame) => {
      void target.sandbox?.advanceClock(120_000)
      return frame
    })
    return { ...pass(target), patienceMs: 20_000 }
  },
}

/** Starts the world in which a question has this answer. */
export async function worldOf(id: string, choice: string, isPlayed: boolean): Promise<World> {
  const sandbox = await sandboxTarget(1, isPlayed ? { [id]: choice } : {})
  const make = isPlayed ? watched[`${id}=${choice}`] : otherWorlds[id]?.[choice]
  return make?.(sandbox) ?? { target: sandbox }
}

/** A service that answers nothing: every request fails, every frame is lost. */
export async function silence(): Promise<World> {
  const { target } = answering(/./, () => instead(503, { message: 'away' }))(await sandboxTarget(1))
  return { target: { ...target, frames: () => ({ sent: (text) => text, received: () => [] }) } }
}
