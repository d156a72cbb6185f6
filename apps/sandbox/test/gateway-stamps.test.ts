import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { organizationSession, payloadsOf, personalSession, stamped, withSandbox } from './support/session.ts'
import { compressedPublicKey, stamp } from './support/signing.ts'

const DEFI_BUY = {
  asset_id: '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b',
  side: 'buy',
  qty: '5',
  qty_unit: 'quote',
  type: 'market',
}

type MakeStamp = (payload: string, sandbox: Sandbox) => string

const WRONG: readonly (readonly [string, number, MakeStamp])[] = [
  [
    'another key of the account holder',
    403,
    (payload, { credentials }) => stamp(credentials.notOnboarded.keyFile, payload),
  ],
  [
    'a foreign key that claims to be the signer',
    400,
    (payload, { credentials }) =>
      stamp(credentials.notOnboarded.keyFile, payload, {
        publicKey: compressedPublicKey(credentials.personal.keyFile),
      }),
  ],
  [
    'a signature over the decoded payload',
    400,
    (payload, { credentials }) => stamp(credentials.personal.keyFile, Buffer.from(payload, 'base64').toString()),
  ],
  [
    'a signature over the payload and a line end',
    400,
    (payload, { credentials }) => stamp(credentials.personal.keyFile, `${payload}\n`),
  ],
  [
    'another scheme',
    400,
    (payload, { credentials }) => stamp(credentials.personal.keyFile, payload, { scheme: 'NONE' }),
  ],
  [
    'a signature that is not DER',
    400,
    (payload, { credentials }) => stamp(credentials.personal.keyFile, payload, { signature: 'ab'.repeat(64) }),
  ],
  [
    'a broken DER signature',
    400,
    (payload, { credentials }) => stamp(credentials.personal.keyFile, payload, { signature: '3045' }),
  ],
  [
    'its key in capitals',
    400,
    (payload, { credentials: { personal } }) =>
      stamp(personal.keyFile, payload, { publicKey: compressedPublicKey(personal.keyFile).toUpperCase() }),
  ],
  ['no key', 400, (payload, { credentials }) => stamp(credentials.personal.keyFile, payload, { publicKey: null })],
  ['a fourth member', 400, (payload, { credentials }) => stamp(credentials.personal.keyFile, payload, { extra: 1 })],
  ['padding', 400, (payload, { credentials }) => `${stamp(credentials.personal.keyFile, payload)}=`],
  ['no JSON', 400, () => Buffer.from('stamp').toString('base64url')],
  ['nothing', 400, () => ''],
]

describe('a stamp', () => {
  // Shows Gateway, 6.1: anything else is refused
  it.each(WRONG)('with %s is refused with %i and leaves the order unsubmitted', (_name, expected, makeStamp) =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', DEFI_BUY)
      const id = String(body['order_id'])
      const signatures = payloadsOf(body).map((payload) => makeStamp(payload, sandbox))
      const { status } = await session.send('POST', `/orders/${id}/execute`, { signatures, auth_type: 'api_key' })
      expect(status).toBe(expected)
      expect((await session.send('GET', `/orders/${id}/status`)).body).toStrictEqual({ status: 'initialized' })
    }),
  )

  // Shows Gateway, 6.1: an organization's user stamps with the signer key
  it('of an organization is made by the signer key, not by the API key', () =>
    withSandbox(async (sandbox) => {
      const { keyFile, signerKeyFile } = sandbox.credentials.organization
      const session = await organizationSession(sandbox)
      const { body } = await session.send('POST', '/orders', DEFI_BUY)
      const execute = (key: typeof keyFile) =>
        session.send('POST', `/orders/${String(body['order_id'])}/execute`, stamped(body, key))
      expect((await execute(keyFile)).status).toBe(403)
      expect((await execute(signerKeyFile)).status).toBe(200)
    }))

  it.each([
    ['G23', 'bad-request', 400, 403],
    ['G23', 'unauthenticated', 401, 403],
    ['G23', 'forbidden', 403, 403],
    ['G25', 'forbidden', 400, 403],
    ['G25', 'bad-request', 400, 400],
    ['G25', 'unauthenticated', 400, 401],
  ])('where %s is %s is refused with %i over another text, and with %i of another key', (id, answer, ...expected) =>
    withSandbox(
      async (sandbox) => {
        const { personal, notOnboarded } = sandbox.credentials
        const session = await personalSession(sandbox)
        const { body } = await session.send('POST', '/orders', DEFI_BUY)
        const path = `/orders/${String(body['order_id'])}`
        const execute = async (signatures: readonly string[]) =>
          (await session.send('POST', `${path}/execute`, { signatures, auth_type: 'api_key' })).status
        const statuses = [
          await execute(payloadsOf(body).map(() => stamp(personal.keyFile, 'another text'))),
          await execute(payloadsOf(body).map((payload) => stamp(notOnboarded.keyFile, payload))),
        ]
        expect(statuses).toStrictEqual(expected)
        expect((await session.send('GET', `${path}/status`)).body).toStrictEqual({ status: 'initialized' })
      },
      { answers: { [id]: answer } },
    ),
  )

  it('of a passkey has nothing here to verify against', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', DEFI_BUY)
      const reply = await session.send('POST', `/orders/${String(body['order_id'])}/execute`, {
        signatures: ['x'],
        auth_type: 'web_authn',
      })
      expect(reply.status).toBe(400)
    }))
})
