import { createHmac, createPrivateKey, sign } from 'node:crypto'
import { isObject, parseJson } from '../src/json.ts'
import { textOf } from '../src/mutants/wire/spoil.ts'
import type { HttpAnswer } from '../src/record/exchange.ts'
import type { Described } from '../src/record/fetch.ts'
import type { HmacCredentials, KeyFile, Target } from '../src/target/target.ts'

/**
 * Good credentials for a service that should not have asked for them: a world that does not check a signature is the sound
 * service behind somebody who signs everything. Made with node:crypto alone, so that it owes nothing to the clients.
 */
export type Trust = {
  readonly hmac: HmacCredentials
  readonly keyFile: KeyFile
  /** The same token exchange with a good challenge of the target's own key. */
  challenge: (request: Described) => Described
  bearer: (request: Described) => Promise<Described>
  /** The same CeFi request with good headers of the current scheme. */
  cefi: (request: Described) => Described
  /** The same subscription with a good time and signature. */
  subscription: (frame: Readonly<Record<string, unknown>>) => Record<string, string>
}

type Forward = (request: Described) => Promise<HttpAnswer>

export function createTrust(target: Target, forward: Forward): Trust {
  const keyFile = target.keyFile()
  const hmac = target.hmac()
  const now = () => String(Math.floor(Date.now() / 1000))
  const mac = (text: string) => createHmac('sha256', hmac.secret).update(text).digest('base64')

  const challenge = (request: Described): Described => {
    const timestamp = Number(now())
    const key = createPrivateKey({ key: { ...keyFile.private_key }, format: 'jwk' })
    const message = Buffer.from(`${keyFile.key_id}.${timestamp}`)
    const signature = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
    return { ...request, requestBody: JSON.stringify({ key_id: keyFile.key_id, timestamp, signature }) }
  }

  return {
    hmac,
    keyFile,
    challenge,
    async bearer(request) {
      const requestHeaders = { 'content-type': 'application/json' }
      const url = `${target.urls.auth}/api-key/token`
      const pair = parseJson(
        (await forward(challenge({ method: 'POST', url, requestHeaders, requestBody: null }))).body,
      )
      const token = pair.ok && isObject(pair.value) ? textOf(pair.value['access_token']) : ''
      return { ...request, requestHeaders: { ...request.requestHeaders, authorization: `Bearer ${token}` } }
    },
    cefi(request) {
      const { authorization: _, ...headers } = request.requestHeaders
      const timestamp = now()
      const text = `${request.method}\n${new URL(request.url).pathname}\n${timestamp}\n${request.requestBody ?? ''}`
      return {
        ...request,
        requestHeaders: {
          ...headers,
          'x-truex-organization-id': hmac.organizationId,
          'x-truex-key-id': hmac.keyId,
          'x-truex-timestamp': timestamp,
          'x-truex-signature': mac(text),
        },
      }
    },
    subscription(frame) {
      const timestamp = now()
      if (frame['key'] === undefined) return { timestamp }
      const signature = mac(`${timestamp}TRUEXWS${hmac.keyId}/api/v1`)
      return { timestamp, organization_id: hmac.organizationId, key: hmac.keyId, signature }
    },
  }
}
