import { demoCredentials } from '@truemarkets/sandbox'
import { describe, expect, it } from 'vitest'
import { judgeClock } from '../src/doctor/clock.ts'
import { judgeDeprecations } from '../src/doctor/deprecations.ts'
import { inspectHmacVariables } from '../src/doctor/hmac-variables.ts'
import { inspectKeyFile } from '../src/doctor/key-file.ts'
import { readOnly } from '../src/doctor/read-only.ts'
import { judgeGreeting, judgeSchemaVersions } from '../src/doctor/versions.ts'
import { memoryIo } from './support/memory-io.ts'

describe('the doctor on the clock', () => {
  for (const [offsetMs, state, detail] of [
    [0, 'good', /agrees/],
    [-1, 'notice', /at least 0\.0 s ahead; the WebSocket takes no time ahead/],
    [4_000, 'notice', /at least 4\.0 s behind$/],
    [14_999, 'notice', /behind$/],
    [15_000, 'problem', /at least 15\.0 s behind, more than signatures may be off/],
    [-60_000, 'problem', /at least 60\.0 s ahead/],
    [undefined, 'missing', /no answer carried a Date/],
  ] as const) {
    it(`finds a server that is ${offsetMs ?? 'an unknown number of'} ms ahead of this clock a ${state}`, () => {
      const finding = judgeClock('host', offsetMs)
      expect(finding.state).toBe(state)
      expect(finding.detail).toMatch(detail)
    })
  }
})

describe('the doctor on versions', () => {
  for (const [body, state] of [
    [[{ version: 'v2024_01_01' }, { version: 'v2026_01_23' }], 'good'],
    [{ data: ['v2026_01_23'] }, 'good'],
    [['v2026_01_23', 'v2027_05_01'], 'notice'],
    [['v2024_01_01'], 'problem'],
    [[], 'notice'],
    [undefined, 'notice'],
  ] as const) {
    it(`finds ${JSON.stringify(body)} a ${state}`, () => {
      expect(judgeSchemaVersions('CeFi REST', body).state).toBe(state)
    })
  }

  it('takes a greeting with or without the letter v as the same version', () => {
    expect(judgeGreeting('CeFi WebSocket', '1.0.3', 'v1.0.3').state).toBe('good')
    expect(judgeGreeting('CeFi WebSocket', 'v1.0.4', 'v1.0.3')).toMatchObject({
      state: 'notice',
      nextStep: expect.stringContaining('`pnpm contracts pull --api cefi-ws`, then `pnpm contracts diff`') as string,
    })
  })
})

describe('the doctor on deprecations', () => {
  const now = Date.UTC(2026, 10, 20)
  const heard = (sunset: string | undefined, link?: string) => ({
    events: [{ type: 'deprecation', operation: 'listOrders', deprecatedSince: undefined, sunset, link }] as const,
    isAnswered: () => true,
  })
  for (const [sunset, state] of [
    [undefined, 'notice'],
    ['2026-11-20T00:00:01Z', 'notice'],
    ['2026-11-20T00:00:00Z', 'problem'],
  ] as const) {
    it(`finds a sunset at ${sunset ?? 'no told time'} a ${state}`, () => {
      expect(judgeDeprecations('CeFi REST', heard(sunset), now)).toMatchObject([{ state }])
    })
  }

  it('names the page about the successor, where the answer did', () => {
    const nextSteps = [undefined, 'https://docs.example/v2'].map(
      (link) => judgeDeprecations('CeFi REST', heard(undefined, link), now)[0]?.nextStep,
    )
    expect(nextSteps).toEqual(['Move to its successor.', 'Move to its successor; see https://docs.example/v2'])
  })

  it('does not call an API that never answered free of deprecations', () => {
    expect(judgeDeprecations('CeFi REST', { events: [], isAnswered: () => false }, now)).toMatchObject([
      { state: 'missing' },
    ])
  })
})

describe('the doctor on the key file', () => {
  const key = JSON.stringify(demoCredentials.personal.keyFile)
  const env = { TM_KEY_FILE: 'key.json' }
  const wrongCurve = { ...demoCredentials.personal.keyFile, private_key: { kty: 'EC', crv: 'secp256k1', d: 'planted' } }

  for (const [name, given, state, detail] of [
    ['a good key that only its owner reads', { env, files: { 'key.json': key } }, 'good', /P-256/],
    ['a key that others may read', { env, files: { 'key.json': { text: key, mode: 0o644 } } }, 'notice', /others/],
    [
      'a key on a platform without permissions',
      { env, files: { 'key.json': { text: key, mode: undefined } } },
      'good',
      /P-256/,
    ],
    ['a key of another curve', { env, files: { 'key.json': JSON.stringify(wrongCurve) } }, 'problem', /curve P-256/],
    ['a file that is no JSON', { env, files: { 'key.json': '{"planted' } }, 'problem', /not valid JSON/],
    ['a path to nothing', { env }, 'problem', /ENOENT/],
    ['no variable', {}, 'missing', /not set/],
  ] as const) {
    it(`finds ${name} a ${state}`, () => {
      const finding = inspectKeyFile(memoryIo(given))
      expect(finding.state).toBe(state)
      expect(finding.detail).toMatch(detail)
      expect(JSON.stringify(finding)).not.toContain('planted')
      expect(JSON.stringify(finding)).not.toContain(demoCredentials.personal.keyFile.private_key.d)
    })
  }
})

describe('the doctor on the variables of the HMAC key', () => {
  const all = { TRUEX_ORGANIZATION_ID: 'org', TRUEX_KEY_ID: 'key', TRUEX_KEY_SECRET: 'planted' }

  it('finds nothing to say when all three are set', () => {
    expect(inspectHmacVariables(all).finding).toBeUndefined()
  })

  it('finds them missing when none is set', () => {
    expect(inspectHmacVariables({}).finding?.state).toBe('missing')
  })

  it('names the one that is not set beside two that are', () => {
    const { finding } = inspectHmacVariables({ ...all, TRUEX_KEY_ID: '' })
    expect(finding).toMatchObject({ state: 'problem', detail: 'not set: TRUEX_KEY_ID; the others are' })
  })

  it('names a value with a line break at its end, and does not show it', () => {
    const { finding } = inspectHmacVariables({ ...all, TRUEX_KEY_SECRET: 'planted\n' })
    expect(finding).toMatchObject({ state: 'problem', detail: expect.stringContaining('TRUEX_KEY_SECRET') as string })
    expect(JSON.stringify(finding)).not.toContain('planted')
  })
})

describe('the fetch of the doctor', () => {
  const sent: string[] = []
  const fetch = readOnly(async (input, init) => {
    sent.push(new Request(input, init).method)
    return new Response()
  })

  it('lets reads pass', async () => {
    await fetch('http://127.0.0.1/', { method: 'GET' })
    expect(sent).toEqual(['GET'])
  })

  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    it(`refuses ${method} before it is sent`, async () => {
      sent.length = 0
      await expect(fetch('http://127.0.0.1/', { method })).rejects.toThrow(`does not send ${method}`)
      await expect(fetch(new Request('http://127.0.0.1/', { method }))).rejects.toThrow(`does not send ${method}`)
      expect(sent).toEqual([])
    })
  }
})
