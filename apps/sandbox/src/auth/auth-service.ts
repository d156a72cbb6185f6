import type { SandboxContext } from '../context.ts'
import type { Answer } from '../server/answer.ts'
import { ApiError } from '../server/api-error.ts'
import { isRecord } from '../server/record.ts'
import type { Call } from '../server/serve-contract.ts'
import { apiKeyTable } from './api-keys.ts'
import type { Challenge } from './challenge.ts'
import { RefreshTokens } from './refresh-tokens.ts'
import type { TokenSubject } from './token-subject.ts'
import { verifyChallenge } from './verify-challenge.ts'

type Handler = (call: Call<undefined>) => Promise<Answer> | Answer

/** The four operations of the Auth API. */
export function authHandlers(context: SandboxContext): Readonly<Record<string, Handler>> {
  const { answers, clock, ids, tokens } = context
  const rules = context.rules.auth
  const keys = apiKeyTable(context.credentials)
  const refreshTokens = new RefreshTokens()
  const usedSignatures = new Set<string>()

  async function tokenPair(subject: TokenSubject): Promise<Answer> {
    const { token, expiresAtMs } = await tokens.issueAccessToken(subject, ids.uuid())
    const body: Record<string, unknown> = {
      access_token: token,
      expires_in: instant(expiresAtMs, answers.get('A4', 'milliseconds-z')),
      token_type: 'Bearer',
    }
    if (getsRefreshToken(subject, answers.get('A3', 'personal-only'))) {
      const tokenId = ids.uuid()
      refreshTokens.add(tokenId, subject)
      body['refresh_token'] = await tokens.issueRefreshToken(subject, tokenId)
    }
    return { status: 200, body }
  }

  return {
    getHealth: () => health(answers.get('A2', 'empty-object')),

    getJwks: async () => {
      const isMixed = answers.get('A11', 'rsa-with-n-and-e') === 'other-keys'
      return { status: 200, body: await (isMixed ? tokens.mixedKeys() : tokens.publicKeys()) }
    },

    exchangeApiKeyToken: ({ body }) => {
      const challenge = readChallenge(body, answers.get('A8', 'refused') === 'accepted')
      const tellApart = answers.get('A7', 'message-only') === 'code-differs'
      const key = verifyChallenge(rules, keys, challenge, clock.seconds(), tellApart)
      // Without them half of what organizations do could not be tried, so they are taken until G20 says otherwise.
      if (key.subject.organizationId !== undefined && answers.get('G20', 'on-uat') === 'not-on-uat')
        throw new ApiError(401, 'unknown API key')
      if (answers.get('A9', 'allowed') === 'refused') {
        if (usedSignatures.has(challenge.signature)) throw new ApiError(401, 'challenge already used')
        usedSignatures.add(challenge.signature)
      }
      return tokenPair(key.subject)
    },

    refreshToken: async ({ body }) => {
      const { refresh_token: token } = asRecord(body)
      const tokenId = await tokens.refreshTokenId(String(token))
      const reusable = answers.get('A5', 'single-use') === 'reusable'
      const spends = rules.spendsRefreshToken(reusable)
      const subject = rules.refreshedFor(tokenId === undefined ? undefined : refreshTokens.redeem(tokenId, spends))
      if (subject === undefined) throw new ApiError(401, 'refresh token not accepted')
      return tokenPair(subject)
    },
  }
}

/** Nothing is documented about the body (A2). */
function health(world: string): Answer {
  if (world === 'plain-text') return { status: 200, text: 'ok' }
  return { status: 200, body: world === 'status-member' ? { status: 'ok' } : {} }
}

/** Organization answers carry no refresh token in the official client's recordings (A3). */
function getsRefreshToken(subject: TokenSubject, world: string): boolean {
  if (world === 'always') return true
  return world === 'personal-only' && subject.organizationId === undefined
}

/** RFC 3339; which of its forms is an open question (A4). */
function instant(milliseconds: number, form: string): string {
  const text = new Date(milliseconds).toISOString()
  if (form === 'whole-seconds-z') return text.replace(/\.\d+Z$/, 'Z')
  return form === 'offset' ? text.replace(/Z$/, '+00:00') : text
}

/**
 * The contract check has already refused bodies of another form.
 * @param anyAlphabet whether a signature may be padded, or in the standard alphabet of base64 (A8)
 */
function readChallenge(body: unknown, anyAlphabet: boolean): Challenge {
  const { key_id: keyId, timestamp, signature } = asRecord(body)
  const given = String(signature)
  const urlSafe = anyAlphabet ? given.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') : given
  return { keyId: String(keyId), timestamp: Number(timestamp), signature: urlSafe }
}

function asRecord(body: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(body)) throw new TypeError('The contract check let a body through that is not an object.')
  return body
}
