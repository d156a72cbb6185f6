import { ConfigurationError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { createCefiRestClient } from '../src/index.ts'

const made = (options: object) => () => createCefiRestClient(options)

describe('a wait refuses, before anything is sent', () => {
  const sent: string[] = []
  const cefi = createCefiRestClient({
    environment: 'uat',
    fetch: (url) => {
      sent.push(url)
      return Promise.reject(new Error('sent'))
    },
  })
  const waits: Record<string, (options: object) => Promise<unknown>> = {
    waitForOrder: (options) => cefi.waitForOrder({ path: { ref_id: '1' } }, options),
    cancelAndWait: (options) => cefi.cancelAndWait({ path: { ref_id: '1' } }, options),
    modifyAndWait: (options) =>
      cefi.modifyAndWait({ body: { id: '1', info: { client_id: '1', new_qty: '1', new_price: '1' } } }, options),
  }
  describe.each(Object.entries(waits))('%s', (_, wait) => {
    it.each([
      ['an option nobody reads', { pollDeadlineMS: 1 }, 'option_unknown'],
      ['an interval of nothing', { pollIntervalMs: 0 }, 'option_invalid'],
      ['an interval that is no number', { pollIntervalMs: Number.NaN }, 'option_invalid'],
      ['a deadline in the past', { pollDeadlineMs: -1 }, 'option_invalid'],
      ['a deadline in words', { pollDeadlineMs: '5' }, 'option_invalid'],
      ['a controller for a signal', { signal: new AbortController() }, 'option_invalid'],
    ])('%s', async (_what, options, code) => {
      await expect(wait(options)).rejects.toMatchObject({ code, attempts: 0 })
      expect(sent).toEqual([])
    })
  })

  it.each([undefined, null, {}, { body: {} }, { body: { id: '1', info: null } }])(
    'a modification without a change: %j',
    async (params) => {
      await expect(cefi.modifyAndWait(params as never)).rejects.toMatchObject({ code: 'option_invalid', attempts: 0 })
      expect(sent).toEqual([])
    },
  )

  describe.each(['waitForOrder', 'cancelAndWait'] as const)('%s', (name) => {
    it.each([undefined, null, '78901985048264710', {}, { ref_id: '1' }])('no order to wait for: %j', async (params) => {
      await expect(cefi[name](params as never)).rejects.toMatchObject({
        code: 'option_invalid',
        message: `${name} was given no order.`,
        nextStep: 'Pass { path: { ref_id } }.',
      })
      expect(sent).toEqual([])
    })
  })

  it.each(['filled', 'terminl', true, null])('a goal that is none: %j', async (until) => {
    const options: object = { until }
    await expect(cefi.waitForOrder({ path: { ref_id: '1' } }, options)).rejects.toMatchObject({
      code: 'option_invalid',
      nextStep: until === 'terminl' ? 'Did you mean "terminal"?' : 'Use acknowledged, terminal.',
    })
    expect(sent).toEqual([])
  })
})

describe('createCefiRestClient refuses', () => {
  it.each([
    [
      'an option nobody reads',
      { environment: 'uat', signPath: 'full' },
      'option_unknown',
      'Did you mean "signedPath"?',
    ],
    [
      'a misspelt version',
      { environment: 'uat', schemaVersion: 'v2026_01_32' },
      'option_invalid',
      'Did you mean "v2026_01_23"?',
    ],
    ['a misspelt family', { environment: 'uat', pathFamily: 'v1/cefi' }, 'option_invalid', 'Did you mean "v1-cefi"?'],
    [
      'a misspelt scheme',
      { environment: 'uat', hmacScheme: 'cefi-res' },
      'option_invalid',
      'Did you mean "cefi-rest"?',
    ],
    ['an empty cursor parameter', { environment: 'uat', cursorParam: '' }, 'option_invalid', 'Pass a text'],
    ['an offset beside a clock', { environment: 'uat', clockOffsetMs: 1, clock: {} }, 'option_invalid', 'Pass either'],
    ['an offset that is no number', { environment: 'uat', clockOffsetMs: Number.NaN }, 'option_invalid', 'Pass either'],
    ['a switch in words', { environment: 'uat', signQuery: 'no' }, 'option_invalid', 'Pass true or false'],
    ['a credential as plain text', { environment: 'uat', auth: 'planted-secret' }, 'option_invalid', 'Pass hmacKey('],
    ['a credential of no kind', { environment: 'uat', auth: {} }, 'option_invalid', 'Pass hmacKey('],
    ['an unknown environment', { environment: 'staging' }, 'environment_unknown', 'Use production, uat, sandbox'],
    ['a URL without TLS', { environment: { cefiRest: 'http://api.truex.co/v1/cefi' } }, 'url_insecure', 'Use https://'],
    ['an environment without this API', { environment: { auth: 'https://a.example' } }, 'url_missing', 'cefiRest'],
  ])('%s', (_, options, code, nextStep) => {
    expect(made(options)).toThrow(ConfigurationError)
    expect(made(options)).toThrow(
      expect.objectContaining({ code, nextStep: expect.stringContaining(nextStep) as unknown }),
    )
  })
})
