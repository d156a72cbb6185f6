import { apiKey } from '@truemarkets/core'
import { expect, test } from 'vitest'
import { caught } from '../../../auth/test/support/caught.ts'
import { keyFile } from '../../../auth/test/support/key-file.ts'
import { signer, stamps } from '../../test/support/keys.ts'
import { stampWith } from './signer.ts'

test.each(['plain', ' surrounding space\n', '{ "spaced": 1 }', 'AQIDBA==', 'é€😀'])(
  'stamps %j byte for byte',
  (payload) => {
    const [stamp] = stampWith(signer)([{ digest: '', payload }])
    expect(stamps(stamp, payload)).toBe(true)
  },
)

test('keeps the order of the payloads', () => {
  const made = stampWith(signer)([
    { digest: '', payload: 'first' },
    { digest: '', payload: 'second' },
  ])
  expect([stamps(made[0], 'first'), stamps(made[1], 'second'), made.length]).toEqual([true, true, 2])
})

test('takes an API key too', () => {
  const [stamp] = stampWith(apiKey(keyFile))([{ digest: '', payload: 'p' }])
  expect(stamps(stamp, 'p')).toBe(true)
})

test.each([{}, 'payload', [null], [{ digest: 'd' }], [{ payload: '' }], [{ payload: 5 }], [{ payload: 'p' }, {}]])(
  'signs nothing of what is no list of payloads: %j',
  (payloads) => {
    expect(caught(() => stampWith(signer)(payloads as never))).toMatchObject({ code: 'response_breaks_contract' })
  },
)

test('says what is missing without a key', () => {
  expect(caught(() => stampWith(undefined)([{ digest: '', payload: 'p' }]))).toMatchObject({
    code: 'credential_missing',
  })
})
