import type { SandboxContext } from '../context.ts'
import { type DemoHmacKey, findHmacKey } from '../demo-credentials.ts'
import type { Family } from './paths.ts'
import { Problem } from './problem.ts'
import type { Scheme } from './rules.ts'
import { legacyStringToSign, stringToSign } from './signature.ts'

/** Who asks, and for which clients they may act. */
export interface Caller {
  readonly clientIds: readonly string[]
}

export interface Credentials {
  readonly method: string
  /** The raw request target: path and query exactly as on the wire. */
  readonly target: string
  readonly headers: Headers
  readonly body: Uint8Array
  readonly family: Family
}

/** Bearer token or HMAC, whichever is there; which HMAC scheme is decided by the path family, never by trial. */
export async function authenticate(context: SandboxContext, request: Credentials): Promise<Caller> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) return bearer(context, authorization)
  // R3: which scheme and which form of the path the current prefix verifies.
  const world = context.answers.get('R3', 'cefi-rest-full')
  const legacy = request.family !== 'current' || world.startsWith('cefi-rest-legacy')
  const key = legacy ? legacyKey(context, request, world) : currentKey(context, request, world)
  return { clientIds: [key.clientId] }
}

async function bearer({ answers, rules, tokens }: SandboxContext, authorization: string): Promise<Caller> {
  const token = /^Bearer ([^\s]+)$/i.exec(authorization)?.[1]
  const subject = token === undefined ? undefined : await tokens.verify(token)
  if (subject === undefined) throw new Problem(401, 'The bearer token is not valid or has expired.')
  const clientId = rules.cefiRest.clientOf(subject)
  if (clientId !== undefined) return { clientIds: [clientId] }
  // R21: whether a token without the claim is refused, or holds for somebody who has no client.
  if (answers.get('R21', 'client-id-decides') === 'client-id-decides')
    throw new Problem(401, 'The bearer token holds no client_id.')
  return { clientIds: [] }
}

function currentKey(context: SandboxContext, request: Credentials, world: string): DemoHmacKey {
  const { headers } = request
  const rules = context.rules.cefiRest
  const timestamp = required(headers, 'X-Truex-Timestamp')
  const signature = required(headers, 'X-Truex-Signature')
  const organizationId = required(headers, 'X-Truex-Organization-Id')
  const key = findHmacKey(context.credentials, required(headers, 'X-Truex-Key-Id'))
  if (key === undefined || !rules.isKeyOf(key, organizationId)) throw new Problem(401, 'The key is not known.')
  if (!rules.isInWindow(timestamp, context.clock.seconds(), windowOf('current', context))) throw outsideWindow()
  const signed = stringToSign({ ...request, path: signedPath(request, world), timestamp })
  if (!rules.isSigned(key.secret, signed, signature)) throw wrongSignature()
  return key
}

function legacyKey(context: SandboxContext, request: Credentials, world: string): DemoHmacKey {
  const { headers } = request
  const rules = context.rules.cefiRest
  const timestamp = required(headers, 'x-truex-auth-timestamp')
  const signature = required(headers, 'x-truex-auth-signature')
  const key = findHmacKey(context.credentials, required(headers, 'x-truex-auth-token'))
  if (key === undefined) throw new Problem(401, 'The key is not known.')
  checkUserId(headers, key, context.answers.get('R15', 'userid'))
  if (!rules.isInWindow(timestamp, context.clock.seconds(), windowOf('legacy', context))) throw outsideWindow()
  const signed = legacyStringToSign({ ...request, path: signedPath(request, world), timestamp })
  if (!rules.isSigned(key.secret, signed, signature)) throw wrongSignature()
  return key
}

/** R14: whose window a scheme has. The other world needs no figures of its own: the two schemes have each other's. */
function windowOf(scheme: Scheme, { answers }: SandboxContext): Scheme {
  if (answers.get('R14', 'fifteen-seconds') === 'fifteen-seconds') return scheme
  return scheme === 'current' ? 'legacy' : 'current'
}

/** R15: needed or not, in which spelling. Its value is the client id, or `0` when the caller has none configured. */
function checkUserId(headers: Headers, key: DemoHmacKey, world: string): void {
  const userid = headers.get('x-truex-auth-userid')
  const dashed = headers.get('x-truex-auth-user-id')
  const given = { userid, 'user-id': dashed, either: userid ?? dashed }[world]
  if (given === undefined) return
  if (given === null) throw new Problem(401, 'The user-id header is missing.')
  if (given !== '0' && given !== key.clientId) throw new Problem(401, 'The user-id header names another client.')
}

function signedPath({ target, family }: Credentials, world: string): string {
  const path = target.split('?', 1)[0] ?? target
  if (family !== 'current') return path
  if (world === 'cefi-rest-full-with-query') return target
  return world.endsWith('without-prefix') ? path.replace(/^\/v1\/cefi/, '') : path
}

function required(headers: Headers, name: string): string {
  const value = headers.get(name)
  if (value === null || value === '') throw new Problem(401, `${name} is missing.`)
  return value
}

function outsideWindow(): Problem {
  return new Problem(401, 'The timestamp is outside the window; compare your clock with the Date header.')
}

function wrongSignature(): Problem {
  return new Problem(401, 'The signature does not match the request.')
}
