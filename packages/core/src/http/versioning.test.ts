import { describe, expect, test } from 'vitest'
import { answer, harness } from '../../test/harness.ts'

const order = { path: { id: '7' } }
const version = { header: 'X-Truex-Version', value: 'v2026_01_23', sunsets: { v2024_01_01: '2026-08-05' } }
const sentVersion = (h: ReturnType<typeof harness>): (string | undefined)[] =>
  h.sent.map(({ headers }) => headers['x-truex-version'])

test('every request carries the version of the client, public and raw ones too', async () => {
  const h = harness([answer(200)], { version })
  await h.run(() => h.api.getOrder(order))
  await h.run(() => h.api.getHealth())
  await h.run(() => h.pipeline.fetch(`${h.pipeline.baseUrl}/versions`))
  expect(sentVersion(h)).toEqual(['v2026_01_23', 'v2026_01_23', 'v2026_01_23'])
})

test('a call may choose another, by option or by header', async () => {
  const h = harness([answer(200)], { version })
  await h.run(() => h.api.getOrder(order, { schemaVersion: 'v2027_01_01' }))
  await h.run(() => h.api.getOrder({ ...order, header: { 'X-Truex-Version': 'v2028_01_01' } }))
  expect(sentVersion(h)).toEqual(['v2027_01_01', 'v2028_01_01'])
})

test('of two that a call names, the one among its headers goes on the wire', async () => {
  const h = harness([answer(200)], { version })
  await h.run(() =>
    h.api.getOrder(order, { schemaVersion: 'v2027_01_01', headers: { 'x-truex-version': 'v2028_01_01' } }),
  )
  expect(sentVersion(h)).toEqual(['v2028_01_01'])
})

test('an API without versions gets no header', async () => {
  const h = harness([answer(200)])
  await h.run(() => h.api.getOrder(order))
  expect(sentVersion(h)).toEqual([undefined])
})

test('a version is past its sunset from that instant on', async () => {
  // When the clock of the harness starts, and a second later.
  for (const [sunset, times] of [
    ['2026-11-20T12:00:00Z', 1],
    ['2026-11-20T12:00:01Z', 0],
  ] as const) {
    const h = harness([answer(200)], { version: { ...version, sunsets: { v2026_01_23: sunset } } })
    await h.run(() => h.api.getOrder(order))
    expect(h.events.filter(({ type }) => type === 'sunset')).toHaveLength(times)
  }
})

describe('a version past its sunset', () => {
  const old = { ...version, value: 'v2024_01_01' }

  test('is reported once, before the first call', async () => {
    const h = harness([answer(200)], { version: old })
    await h.run(() => h.api.getOrder(order))
    await h.run(() => h.api.getOrder(order))
    expect(h.events.filter(({ type }) => type === 'sunset')).toEqual([
      { type: 'sunset', version: 'v2024_01_01', sunset: '2026-08-05' },
    ])
    expect(h.events.findIndex(({ type }) => type === 'sunset')).toBe(0)
    expect(h.logs[0]).toMatch(/^warn truemarkets sunset/)
  })

  test('is refused when the client says so', async () => {
    const h = harness([answer(200)], { version: { ...old, pastSunset: 'refuse' } })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code: 'version_sunset',
      version: 'v2024_01_01',
      sunset: '2026-08-05',
      attempts: 0,
    })
    expect(h.sent).toHaveLength(0)
  })

  test('is not past before the day', async () => {
    const h = harness([answer(200)], { version: { ...old, sunsets: { v2024_01_01: '2026-11-21' } } })
    await h.run(() => h.api.getOrder(order))
    expect(h.events.map(({ type }) => type)).not.toContain('sunset')
  })
})

test('deprecation headers are reported once for each operation and version', async () => {
  const h = harness([answer(200, {}, { deprecation: '@1785888000', sunset: 'Wed, 05 Aug 2026 00:00:00 GMT' })], {
    version,
  })
  await h.run(() => h.api.getOrder(order))
  await h.run(() => h.api.getOrder(order))
  await h.run(() => h.api.getHealth())
  await h.run(() => h.api.getOrder(order, { schemaVersion: 'v2024_01_01' }))
  const reports = h.events.filter(({ type }) => type === 'deprecation')
  expect(reports.map((event) => ('operation' in event ? event.operation : ''))).toEqual([
    'getOrder',
    'getHealth',
    'getOrder',
  ])
  expect(reports[0]).toEqual({
    type: 'deprecation',
    operation: 'getOrder',
    deprecatedSince: '2026-08-05T00:00:00.000Z',
    sunset: '2026-08-05T00:00:00.000Z',
    link: undefined,
  })
})
