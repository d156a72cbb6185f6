import { ApiError, invalidField } from '../server/api-error.ts'
import { parseJson } from '../server/parse-json.ts'
import { isRecord, type JsonRecord } from '../server/record.ts'
import type { GatewayParts } from './parts.ts'
import type { UnsignedPayload } from './payload.ts'
import type { StampKey } from './stamp-key.ts'

const SCHEME = 'SIGNATURE_SCHEME_TK_API_P256'

type Parts = Pick<GatewayParts, 'answers' | 'rules'>

/** What executes a prepared order, cancellation or transfer. */
export interface StampsBody {
  readonly signatures: readonly string[]
  readonly auth_type: 'web_authn' | 'api_key'
}

/**
 * Verifies one stamp for each payload, in order (Gateway, payload stamp): base64url of
 * `{"publicKey","signature","scheme"}`, the signature DER in lower-case hex over the payload's text.
 * A stamp that cannot be read is a 400; what one is that does not verify (G23), or is of another key (G25), is open.
 */
export function verifyStamps(
  parts: Parts,
  key: StampKey,
  payloads: readonly UnsignedPayload[],
  { auth_type: authType, signatures: stamps }: StampsBody,
): void {
  // A passkey lives in a browser; the sandbox has none to verify against.
  if (authType === 'web_authn') throw invalidField('auth_type', 'web_authn has no passkey registered here')
  if (stamps.length !== payloads.length) {
    throw invalidField('signatures', `must hold one stamp for each of the ${payloads.length} payloads`)
  }
  for (const [index, payload] of payloads.entries()) {
    verifyStamp(parts, key, payload, stamps[index] ?? '', `signatures.${index}`)
  }
}

function verifyStamp(parts: Parts, key: StampKey, { payload }: UnsignedPayload, stamp: string, field: string): void {
  const { answers, rules } = parts
  const { publicKey, signature, scheme } = readStamp(stamp, field)
  if (scheme !== SCHEME) throw invalidField(field, `must have the scheme ${SCHEME}`)
  if (typeof publicKey !== 'string' || !/^0[23][0-9a-f]{64}$/.test(publicKey)) {
    throw invalidField(field, 'must name a compressed P-256 public key in lower-case hex')
  }
  if (typeof signature !== 'string' || !/^30(?:[0-9a-f]{2})+$/.test(signature)) {
    throw invalidField(field, 'must hold a DER signature in lower-case hex')
  }
  if (!rules.isStampKey(publicKey, key)) {
    throw refusedStamp(
      answers.get('G25', 'forbidden'),
      field,
      'was made with a key that is not the signer of this account',
    )
  }
  if (!rules.isStamped(payload, key, Buffer.from(signature, 'hex'))) {
    throw refusedStamp(answers.get('G23', 'bad-request'), field, 'does not verify over its payload')
  }
}

/** The refusal of a stamp that is sound in form: its status is an open question. */
function refusedStamp(world: string, field: string, message: string): ApiError {
  if (world === 'bad-request') return invalidField(field, message)
  return new ApiError(world === 'forbidden' ? 403 : 401, `${field} ${message}`)
}

function readStamp(stamp: string, field: string): JsonRecord {
  if (!/^[A-Za-z0-9_-]+$/.test(stamp)) throw invalidField(field, 'must be base64url without padding')
  const value = parseJson(Buffer.from(stamp, 'base64url').toString('utf8'))?.value
  if (!isRecord(value) || Object.keys(value).length !== 3) {
    throw invalidField(field, 'must be JSON with publicKey, signature and scheme')
  }
  return value
}
