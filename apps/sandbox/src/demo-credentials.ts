import { createECDH } from 'node:crypto'

/**
 * The credentials of the sandbox. They are public, the same on every start, and open nothing anywhere else:
 * each private scalar is one byte repeated 32 times and each secret says what it is.
 */
export interface DemoKeyFile {
  readonly key_id: string
  readonly label: string
  readonly fingerprint: string
  readonly created_at: string
  readonly private_key: {
    readonly kty: 'EC'
    readonly crv: 'P-256'
    readonly x: string
    readonly y: string
    readonly d: string
  }
}

export interface DemoHmacKey {
  readonly organizationId: string
  readonly keyId: string
  readonly secret: string
  /** The CeFi client that the key acts for. */
  readonly clientId: string
}

export interface SandboxCredentials {
  /** A person with one API key, onboarded to CeFi: the token carries `client_id`. */
  readonly personal: { readonly userId: string; readonly clientId: string; readonly keyFile: DemoKeyFile }
  /** A person who is not onboarded to CeFi: the token has no `client_id`, so CeFi answers 401. */
  readonly notOnboarded: { readonly userId: string; readonly keyFile: DemoKeyFile }
  /** An organization: its API key gets tokens, its user's signer key stamps, `userId` goes into `TM-On-Behalf-Of`. */
  readonly organization: {
    readonly organizationId: string
    readonly userId: string
    readonly clientId: string
    readonly keyFile: DemoKeyFile
    readonly signerKeyFile: DemoKeyFile
  }
  /** A key that the auth service no longer accepts. */
  readonly revoked: { readonly keyFile: DemoKeyFile }
  /** HMAC key of the same CeFi client as `personal`. */
  readonly hmac: DemoHmacKey
  /** HMAC key of a second trader, to trade against. */
  readonly secondHmac: DemoHmacKey
}

function demoKeyFile(keyId: string, label: string, scalarByte: number): DemoKeyFile {
  const scalar = Buffer.alloc(32, scalarByte)
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(scalar)
  const point = ecdh.getPublicKey()
  return {
    key_id: keyId,
    label,
    fingerprint: 'demo',
    created_at: '2026-09-24T00:00:00Z',
    private_key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33, 65).toString('base64url'),
      d: scalar.toString('base64url'),
    },
  }
}

const PERSONAL_CLIENT_ID = '78901985048264710'
const HMAC_ORGANIZATION_ID = '5a0db0c5-0000-4000-8000-000000000001'

/** The HMAC key of this id. */
export function findHmacKey({ hmac, secondHmac }: SandboxCredentials, keyId: string): DemoHmacKey | undefined {
  return [hmac, secondHmac].find((key) => key.keyId === keyId)
}

export const demoCredentials: SandboxCredentials = {
  personal: {
    userId: '3f0c1a52-7c1d-4b7e-9a55-000000000001',
    clientId: PERSONAL_CLIENT_ID,
    keyFile: demoKeyFile('8a4f1e2b-6c3d-4e5f-8a9b-0c1d2e3f4a5b', 'sandbox-personal', 0x11),
  },
  notOnboarded: {
    userId: '3f0c1a52-7c1d-4b7e-9a55-000000000002',
    keyFile: demoKeyFile('8a4f1e2b-6c3d-4e5f-8a9b-000000000002', 'sandbox-not-onboarded', 0x22),
  },
  organization: {
    organizationId: '3f0c1a52-7c1d-4b7e-9a55-0000000000aa',
    userId: '3f0c1a52-7c1d-4b7e-9a55-000000000003',
    clientId: '78901985061407318',
    keyFile: demoKeyFile('8a4f1e2b-6c3d-4e5f-8a9b-000000000003', 'sandbox-organization', 0x33),
    signerKeyFile: demoKeyFile('8a4f1e2b-6c3d-4e5f-8a9b-000000000004', 'sandbox-signer', 0x44),
  },
  revoked: { keyFile: demoKeyFile('8a4f1e2b-6c3d-4e5f-8a9b-000000000005', 'sandbox-revoked', 0x55) },
  hmac: {
    organizationId: HMAC_ORGANIZATION_ID,
    keyId: '9b5a2f3c-7d4e-4f60-9bac-1d2e3f4a5b6c',
    secret: 'sandbox-secret-not-a-real-one-1',
    clientId: PERSONAL_CLIENT_ID,
  },
  secondHmac: {
    organizationId: '5a0db0c5-0000-4000-8000-000000000002',
    keyId: '9b5a2f3c-7d4e-4f60-9bac-000000000002',
    secret: 'sandbox-secret-not-a-real-one-2',
    clientId: '78901985055342602',
  },
}
