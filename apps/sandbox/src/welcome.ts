import type { Sandbox } from './index.ts'

/** What a first minute needs: where everything is, what to sign with, and one request that works at once. */
export function welcome({ url, urls, credentials }: Sandbox): string {
  const { personal, organization, hmac } = credentials
  const { key_id, private_key } = personal.keyFile
  const { kty, crv, d } = private_key
  // All that is needed of it, on one line.
  const keyFile = JSON.stringify({ key_id, private_key: { kty, crv, d } })
  return `True Markets sandbox at ${url}

  Auth       ${urls.auth}
  Gateway    ${urls.gateway}
  CeFi REST  ${urls.cefiRest}
  CeFi WS    ${urls.cefiWs}
  Status     ${url}/ in a browser: books, orders, requests, faults

Demo credentials (public, good for this sandbox only; all of them in apps/sandbox/src/demo-credentials.ts)

  API key of a person    ${keyFile}
                         as a file, for TM_KEY_FILE
  CeFi client            ${personal.clientId}
  HMAC key               TRUEX_ORGANIZATION_ID=${hmac.organizationId}
                         TRUEX_KEY_ID=${hmac.keyId}
                         TRUEX_KEY_SECRET=${hmac.secret}
  Organization           ${organization.organizationId}, TM-On-Behalf-Of: ${organization.userId}

A first request

  curl -s ${urls.gateway}/quotes -H 'Content-Type: application/json' \\
    -d '{"base_asset":"BTC","quote_asset":"USD","side":"buy","qty":"100","qty_unit":"quote"}'

What nobody could confirm about the service is a guess here as well: specs/<api>/questions.yaml lists each with its
choices, and --answer R1=refused plays another one.

Stop with Ctrl+C.`
}
