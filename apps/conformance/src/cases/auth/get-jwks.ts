import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { exchange } from './exchange.ts'

export const getJwks = [
  defineCase({
    id: 'auth.get-jwks.verifies-tokens',
    title: 'the key that an access token names verifies its RS256 signature',
    covers: ['auth.getJwks', 'auth.exchangeApiKeyToken'],
    needs: ['apiKey'],
    async run(context) {
      const { access_token: token } = await exchange(context)
      const [header = '', claims = '', signature = ''] = token.split('.')
      const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string; kid: string }
      assert.equal(alg, 'RS256')

      const { keys } = await context.auth().getJwks()
      const jwk = present(
        keys.find((key) => key.kid === kid),
        `the key ${kid}`,
      )
      assert.deepEqual([jwk.use, jwk.alg], ['sig', 'RS256'])
      const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
      const signed = Buffer.from(`${header}.${claims}`)
      assert.ok(verify('sha256', signed, key, Buffer.from(signature, 'base64url')), 'the signature does not verify')
    },
  }),
]
