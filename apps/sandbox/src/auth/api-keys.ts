import { createPublicKey, type KeyObject } from 'node:crypto'
import type { DemoKeyFile, SandboxCredentials } from '../demo-credentials.ts'
import type { TokenSubject } from './token-subject.ts'

/** An API key as the auth service knows it: the public half, and whom it stands for. */
export interface ApiKeyRecord {
  readonly keyId: string
  readonly publicKey: KeyObject
  readonly subject: TokenSubject
  readonly revoked: boolean
}

export function apiKeyTable(credentials: SandboxCredentials): ReadonlyMap<string, ApiKeyRecord> {
  const { personal, notOnboarded, organization, revoked } = credentials
  const records = [
    record(personal.keyFile, { userId: personal.userId, clientId: personal.clientId }),
    record(notOnboarded.keyFile, { userId: notOnboarded.userId }),
    record(organization.keyFile, {
      userId: organization.organizationId,
      organizationId: organization.organizationId,
      clientId: organization.clientId,
    }),
    { ...record(revoked.keyFile, { userId: personal.userId }), revoked: true },
  ]
  return new Map(records.map((entry) => [entry.keyId, entry]))
}

function record(keyFile: DemoKeyFile, subject: TokenSubject): ApiKeyRecord {
  const { kty, crv, x, y } = keyFile.private_key
  const publicKey = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })
  return { keyId: keyFile.key_id, publicKey, subject, revoked: false }
}
