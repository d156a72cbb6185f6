import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import * as core from '../src/index.ts'
import { traceWithOpenTelemetry } from '../src/observe/opentelemetry.ts'

interface Example {
  readonly name: string
  readonly code: string
}

const root = new URL('../', import.meta.url)

const readme = readFileSync(new URL('README.md', root), 'utf8')

function readmeExamples(): Example[] {
  const sections = readme.split(/^(?=#+ )/m)
  return sections.flatMap((section) =>
    [...section.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => ({
      name: `README, ${section.split('\n')[0] ?? ''}`,
      code,
    })),
  )
}

/** Names and texts of the sources, without the tests. */
function sourceFiles(): (readonly [file: string, source: string])[] {
  const files = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  )
  return files.toSorted().map((file) => [file, readFileSync(new URL(`src/${file}`, root), 'utf8')])
}

function sourceExamples(): Example[] {
  return sourceFiles().flatMap(([file, source]) => {
    return [...source.matchAll(/@example\n\s*\* ```ts\n(.*?)\s*\* ```/gs)].map(([, code = '']) => ({
      name: file,
      code: code.replaceAll(/^\s*\* ?/gm, ''),
    }))
  })
}

/** What the examples take for granted. */
const SCENE = {
  key: core.importSigningKey('11'.repeat(32)),
  created: { payloads: [{ payload: 'hello' }] },
  session: { accessToken: 'token' },
  error: new core.OutcomeUnknownError({ settle: undefined }),
  id: '7',
  raw: core.createRaw<{ '/orders/{id}': object }>(
    core.createPipeline({ baseUrl: 'http://127.0.0.1:4010/v1', operations: {} }),
  ),
  gateway: {
    getBalances: () => Promise.reject(new core.SunsetError({ version: undefined, sunset: undefined })),
    listOrders: {
      async *iterate() {
        yield { order_id: '7' }
      },
    },
  },
  placeSomething: () => Promise.reject(new core.OutcomeUnknownError({ settle: undefined })),
  createGatewayClient: (options: unknown) => options,
  createCefiRestClient: (options: unknown) => options,
  ProxyAgent: Object,
  readFile: () =>
    JSON.stringify({
      key_id: 'k',
      private_key: { kty: 'EC', crv: 'P-256', d: 'ERERERERERERERERERERERERERERERERERERERERERE' },
    }),
  process: { env: { TM_KEY_FILE: 'key.json', TRUEX_KEY_SECRET: 'test-secret' } },
  console: { log: () => {}, error: () => {} },
  api: {
    trace: {
      getTracer: () => ({ startSpan: () => ({ setAttribute() {}, setStatus() {}, end() {} }) }),
      setSpan: () => ({}),
    },
    context: { active: () => ({}) },
  },
  traceWithOpenTelemetry,
}

/** Claims of an example: `expression // value`, the value also on the next line, or the error that is thrown. */
function withClaims(code: string): { readonly program: string; readonly claims: number } {
  let claims = 0
  const claim = (_: string, expression: string, stated: string): string => {
    const failure = /^(\w+Error): (.*)$/.exec(stated)
    claims++
    return failure === null
      ? `claim(() => (${expression}), ${stated})`
      : `refusal(() => (${expression}), ${JSON.stringify(failure[1])}, ${JSON.stringify(failure[2])})`
  }
  const program = code
    .replaceAll(/^import .*\n/gm, '')
    .replaceAll(/^((?!const |\/\/)\S.*?)(?:\s|\n)\/\/ ('.*'|\d+n?|\w+Error: .*)$/gm, claim)
  return { program, claims }
}

const EXAMPLES = [...readmeExamples(), ...sourceExamples()]
afterEach(() => vi.unstubAllGlobals())

test('there are examples, and many of them state a result', () => {
  expect(EXAMPLES.length).toBeGreaterThan(20)
  expect(EXAMPLES.reduce((sum, { code }) => sum + withClaims(code).claims, 0)).toBeGreaterThan(15)
})

test('every function that core offers has an example', () => {
  const source = sourceFiles()
    .map(([, text]) => text)
    .join('\n')
  const functions = Object.entries(core).filter(
    ([, value]) => typeof value === 'function' && !/^class\b/.test(String(value)),
  )
  const bare = functions.filter(([name]) => {
    const [, comment = ''] =
      new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\n(?://.*\\n)?export (?:async )?function ${name}\\b`).exec(source) ?? []
    return !comment.includes('@example')
  })
  expect(bare.map(([name]) => name)).toEqual([])
})

test.each(EXAMPLES)('the example of $name runs and tells the truth', async ({ code }) => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}', { headers: { 'content-type': 'application/json' } })))
  const wrong: string[] = []
  const tools = {
    claim: (work: () => unknown, stated: unknown) => {
      const value = work()
      if (!isDeepStrictEqual(value, stated)) wrong.push(`${String(value)} and not ${String(stated)}`)
    },
    refusal: (work: () => unknown, name: string, message: string) => {
      try {
        work()
        wrong.push(`nothing was thrown, and not ${name}`)
      } catch (error) {
        const said = error instanceof core.TrueMarketsError ? `${error.message} ${error.nextStep}` : ''
        if (!(error instanceof Error) || error.name !== name || said !== message)
          wrong.push(`${String(error)} and not ${name}: ${message}`)
      }
    },
  }
  const scope: Record<string, unknown> = { ...core, ...SCENE, ...tools }
  const { program } = withClaims(code)
  // Names that the example makes itself are left out of its scope.
  const names = Object.keys(scope).filter((name) => !new RegExp(`const (?:\\{[^}]*\\b)?${name}\\b`).test(program))
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>
  await new AsyncFunction(...names, program)(...names.map((name) => scope[name]))
  expect(wrong).toEqual([])
})

test('the README lists every error code, once', () => {
  const listed = [...readme.matchAll(/^\| `([a-z_]+)` +\| /gm)].map(([, code]) => code)
  expect(listed).toHaveLength(core.ERROR_CODES.length)
  expect(new Set(listed)).toEqual(new Set(core.ERROR_CODES))
})

test('the README shows an error as a log gets it', () => {
  const [, shown = ''] = /^```json\n(.*?)^```/ms.exec(readme) ?? []
  const { operation, attempts, settle } = JSON.parse(shown) as core.OutcomeUnknownError
  const error = new core.OutcomeUnknownError({ operation, attempts, settle })
  expect(JSON.parse(JSON.stringify(error))).toEqual(JSON.parse(shown))
})
