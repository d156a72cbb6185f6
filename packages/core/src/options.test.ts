import { expect, test } from 'vitest'
import { checkChoice, checkKinds, checkOptions, nearest, type OptionKind } from './options.ts'

const KNOWN = ['environment', 'timeoutMs', 'retry', 'auth']

test('known options pass', () => {
  expect(() => checkOptions({ retry: 1, auth: undefined }, KNOWN, 'createClient')).not.toThrow()
})

test.each([
  ['enviroment', 'environment'],
  ['timeoutMS', 'timeoutMs'],
  ['Retry', 'retry'],
  ['retries', 'retry'],
])('the unknown option %s is refused with the nearest name %s', (given, meant) => {
  expect(() => checkOptions({ [given]: 1 }, KNOWN, 'createClient')).toThrow(
    expect.objectContaining({
      code: 'option_unknown',
      message: `createClient has no option "${given}".`,
      nextStep: `Did you mean "${meant}"?`,
    }),
  )
})

test('an option that resembles nothing is refused with the whole list', () => {
  expect(() => checkOptions({ wibble: 1 }, KNOWN, 'createClient')).toThrow(
    expect.objectContaining({ nextStep: 'Its options are environment, timeoutMs, retry, auth.' }),
  )
})

test('the nearest name is the one with the fewest edits', () => {
  expect(nearest('timoutMs', KNOWN)).toBe('timeoutMs')
  expect(nearest('zzzzzz', KNOWN)).toBeUndefined()
})

test.each([undefined, null, 'uat', 5])('options that are %s, and no object, are refused', (options) => {
  expect(() => checkOptions(options, KNOWN, 'createClient')).toThrow(
    expect.objectContaining({ code: 'option_invalid', message: 'createClient takes an object.' }),
  )
})

test('a choice passes, and so does an option that is left out', () => {
  expect(() => checkChoice('validate', 'all', ['off', 'all'])).not.toThrow()
  expect(() => checkChoice('validate', undefined, ['off', 'all'])).not.toThrow()
})

test.each([
  ['al', 'Did you mean "all"?'],
  [true, 'Use off, all.'],
  [null, 'Use off, all.'],
])('the choice %s is refused, with what to use', (value, nextStep) => {
  expect(() => checkChoice('validate', value, ['off', 'all'])).toThrow(
    expect.objectContaining({ code: 'option_invalid', message: 'validate has no such choice.', nextStep }),
  )
})

test.each<[OptionKind, unknown, unknown[]]>([
  ['boolean', false, ['yes', 1, null]],
  ['function', () => {}, ['log', {}, null]],
  ['text', 'a', ['', 5, null]],
  ['count', 0, [-1, 1.5, '1', true, Number.POSITIVE_INFINITY, null]],
  ['set', new Map(), [['a'], {}, { has() {} }, 'a', null]],
  ['signal', AbortSignal.abort(), [new AbortController(), {}, true, null]],
  [['debug', 'warn'], console, [{ debug() {} }, () => {}, 'console', null]],
])('a value of the kind %j passes, and others are refused', (kind, good, bad) => {
  expect(() => checkKinds({ option: good, other: 'x' }, { option: kind })).not.toThrow()
  expect(() => checkKinds({ option: undefined }, { option: kind })).not.toThrow()
  for (const option of bad) {
    expect(() => checkKinds({ option }, { option: kind })).toThrow(
      expect.objectContaining({
        code: 'option_invalid',
        message: expect.stringMatching(/^option is not an? |true or/) as string,
      }),
    )
  }
})
