import { apiKey, bearerToken } from '@truemarkets/core'
import { expect, test } from 'vitest'
import { keyFile } from '../../auth/test/support/key-file.ts'
import { signer } from '../test/support/keys.ts'
import { signerOf } from './credentials.ts'

const key = apiKey(keyFile)

test('a personal account stamps with its API key', () => {
  expect(signerOf({ auth: key })).toBe(key)
})

test('a signer that is given wins', () => {
  expect(signerOf({ auth: key, signer })).toBe(signer)
})

test('an organization’s API key never stamps for a user', () => {
  expect(signerOf({ auth: key, onBehalfOf: 'u1' })).toBeUndefined()
})

test('a token cannot stamp', () => {
  expect(signerOf({ auth: bearerToken('t') })).toBeUndefined()
})
