import {
  type Authorizer,
  bearerAuthorizer,
  type HmacCredential,
  hmacAuthorizer,
  requireClientId,
} from '@truemarkets/core'
import type { CefiRestClientOptions } from './client-options.ts'
import { PATH_FAMILIES, type PathFamily } from './path-families.ts'

/** The credentials of a client as the pipeline wants them; the HMAC scheme follows the path family unless chosen. */
export function cefiAuthorizer(
  options: CefiRestClientOptions,
  family: PathFamily,
  baseUrl: string,
): Authorizer | undefined {
  const { auth } = options
  if (auth === undefined) return undefined
  if (isHmac(auth)) {
    return hmacAuthorizer(auth, {
      scheme: options.hmacScheme ?? PATH_FAMILIES[family].hmacScheme,
      signedPath: options.signedPath === 'without-prefix' ? { withoutPrefix: new URL(baseUrl).pathname } : 'full',
      signQuery: options.signQuery ?? false,
      userIdHeader: options.userIdHeader ?? 'userid',
    })
  }
  return bearerAuthorizer({
    token: async (signal) => {
      const token = await auth.token(signal)
      requireClientId(token)
      return token
    },
    ...('invalidate' in auth ? { invalidate: (token) => auth.invalidate(token) } : {}),
  })
}

function isHmac(auth: NonNullable<CefiRestClientOptions['auth']>): auth is HmacCredential {
  return 'kind' in auth && auth.kind === 'hmacKey'
}
