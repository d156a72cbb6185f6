import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { exportJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import type { Answers } from '../answers.ts'
import type { SandboxClock } from '../clock.ts'
import { textAt } from '../server/record.ts'
import { ISSUER } from './issuer.ts'
import type { AuthRules } from './rules.ts'
import type { TokenSubject } from './token-subject.ts'

export interface IssuedToken {
  readonly token: string
  /** Unix milliseconds. */
  readonly expiresAtMs: number
}

const ACCESS_TOKEN_LIFETIME_MS = 3_600_000
const ACCESS_AUDIENCE = 'access'
const REMEMBERED_TOKENS = 1000
const REFRESH_AUDIENCE = 'refresh'
const DOTTED = 'tm.organization_id'
const KEY_ID = 'sandbox-rs256-1'
const OTHER_KEY_ID = 'sandbox-es256-1'

/** Making an RSA key takes longer than starting everything else, so sandboxes in one process share theirs. */
let processKeyPair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | undefined

/** Signs access tokens with RS256 and takes them back. The key pair is new in every process. */
export class TokenAuthority {
  readonly #privateKey: KeyObject
  readonly #publicKey: KeyObject
  #otherPublicKey: KeyObject | undefined
  readonly #clock: SandboxClock
  readonly #rules: AuthRules
  /** A13: the organization is one claim with a full stop in its name. */
  readonly #dotted: boolean
  /** A signature that was good stays good; only the time must be looked at again. */
  readonly #verifiedTokens = new Map<string, { readonly subject: TokenSubject; readonly expiresAt: number }>()

  constructor(clock: SandboxClock, rules: AuthRules, answers: Answers) {
    processKeyPair ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    this.#privateKey = processKeyPair.privateKey
    this.#publicKey = processKeyPair.publicKey
    this.#clock = clock
    this.#rules = rules
    this.#dotted = answers.get('A13', 'member') === 'dotted-name'
  }

  async publicKeys(): Promise<{ keys: JWK[] }> {
    return { keys: [{ ...(await exportJWK(this.#publicKey)), kid: KEY_ID, use: 'sig', alg: 'RS256' }] }
  }

  /** The same beside a key of another family, without `n` and `e`, that signs nothing (A11). It comes first, to be passed over. */
  async mixedKeys(): Promise<{ keys: JWK[] }> {
    this.#otherPublicKey ??= generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
    const other = { ...(await exportJWK(this.#otherPublicKey)), kid: OTHER_KEY_ID, use: 'sig', alg: 'ES256' }
    return { keys: [other, ...(await this.publicKeys()).keys] }
  }

  /** @param tokenId makes it another token than the one before it, in the same second too */
  async issueAccessToken(subject: TokenSubject, tokenId: string): Promise<IssuedToken> {
    const expiresAtMs = this.#clock.now() + ACCESS_TOKEN_LIFETIME_MS
    const claims = {
      ...(subject.clientId === undefined ? {} : { client_id: subject.clientId }),
      ...this.#organizationClaim(subject.organizationId),
    }
    const token = await this.#unsigned(claims, ACCESS_AUDIENCE, subject.userId)
      .setJti(tokenId)
      .setExpirationTime(Math.floor(expiresAtMs / 1000))
      .sign(this.#privateKey)
    return { token, expiresAtMs }
  }

  /** A refresh token is a JWT too; how long it lives is unknown (A5), so it carries no expiry. */
  issueRefreshToken(subject: TokenSubject, tokenId: string): Promise<string> {
    return this.#unsigned({}, REFRESH_AUDIENCE, subject.userId).setJti(tokenId).sign(this.#privateKey)
  }

  #organizationClaim(id: string | undefined): JWTPayload {
    if (id === undefined) return {}
    return this.#dotted ? { [DOTTED]: id } : { tm: { organization_id: id } }
  }

  #unsigned(claims: JWTPayload, audience: string, userId: string): SignJWT {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setSubject(userId)
      .setIssuedAt(this.#clock.seconds())
  }

  /** The subject of an access token that this authority issued and that has not expired; `undefined` for anything else. */
  async verify(token: string): Promise<TokenSubject | undefined> {
    const known = this.#verifiedTokens.get(token)
    if (known !== undefined) return this.#isAlive(known.expiresAt) ? known.subject : undefined
    const payload = await this.#rules.claimsOf(token, this.#publicKey, ACCESS_AUDIENCE)
    if (payload?.sub === undefined || payload.exp === undefined || !this.#isAlive(payload.exp)) return undefined
    const subject = {
      userId: payload.sub,
      clientId: textAt(payload, 'client_id'),
      organizationId: textAt(payload['tm'], 'organization_id') ?? textAt(payload, DOTTED),
    }
    if (this.#verifiedTokens.size >= REMEMBERED_TOKENS) this.#verifiedTokens.clear()
    this.#verifiedTokens.set(token, { subject, expiresAt: payload.exp })
    return subject
  }

  /** The id inside a refresh token of ours; whether it is still good is for its keeper to say. */
  async refreshTokenId(token: string): Promise<string | undefined> {
    return (await this.#rules.claimsOf(token, this.#publicKey, REFRESH_AUDIENCE))?.jti
  }

  #isAlive(expiresAt: number): boolean {
    return this.#rules.isAlive(expiresAt, this.#clock.seconds())
  }
}
