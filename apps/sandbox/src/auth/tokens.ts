import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { exportJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import type { SandboxClock } from '../clock.ts'

/** Who a token speaks for. */
export interface TokenSubject {
  /** The person, or the organization when `organizationId` is set. */
  readonly userId: string
  /** CeFi client; missing until the account is onboarded. */
  readonly clientId?: string | undefined
  readonly organizationId?: string | undefined
}

export interface IssuedToken {
  readonly token: string
  /** RFC 3339 instant. */
  readonly expiresAt: string
}

export const ACCESS_TOKEN_LIFETIME_MS = 3_600_000
const ISSUER = 'sandbox'
const KEY_ID = 'sandbox-rs256-1'

/** Signs access tokens with RS256 and takes them back. The key pair is new on every start. */
export class TokenAuthority {
  readonly #privateKey: KeyObject
  readonly #publicKey: KeyObject
  readonly #clock: SandboxClock

  constructor(clock: SandboxClock) {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    this.#privateKey = pair.privateKey
    this.#publicKey = pair.publicKey
    this.#clock = clock
  }

  async publicKeys(): Promise<{ keys: JWK[] }> {
    return { keys: [{ ...(await exportJWK(this.#publicKey)), kid: KEY_ID, use: 'sig', alg: 'RS256' }] }
  }

  async issue(subject: TokenSubject): Promise<IssuedToken> {
    const expiresMs = this.#clock.now() + ACCESS_TOKEN_LIFETIME_MS
    const token = await new SignJWT({
      ...(subject.clientId === undefined ? {} : { client_id: subject.clientId }),
      ...(subject.organizationId === undefined ? {} : { tm: { organization_id: subject.organizationId } }),
    })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(subject.userId)
      .setIssuedAt(this.#clock.seconds())
      .setExpirationTime(Math.floor(expiresMs / 1000))
      .sign(this.#privateKey)
    return { token, expiresAt: new Date(expiresMs).toISOString() }
  }

  /** The subject of a token that this authority issued and that has not expired; `undefined` for anything else. */
  async verify(token: string): Promise<TokenSubject | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#publicKey, {
        algorithms: ['RS256'],
        issuer: ISSUER,
        currentDate: new Date(this.#clock.now()),
      })
      if (payload.sub === undefined) return undefined
      return {
        userId: payload.sub,
        clientId: textMember(payload, 'client_id'),
        organizationId: textMember(payload['tm'], 'organization_id'),
      }
    } catch {
      // jose throws one error class per way of being wrong; to a caller a bad token is a bad token.
      return undefined
    }
  }
}

function textMember(holder: unknown, name: string): string | undefined {
  if (typeof holder !== 'object' || holder === null) return undefined
  const value: unknown = Reflect.get(holder, name)
  return typeof value === 'string' ? value : undefined
}
