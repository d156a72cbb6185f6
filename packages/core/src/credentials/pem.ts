import { CredentialError } from '../errors/credential-error.ts'
import { fromBase64, hex } from '../signing/encoding.ts'
import { type DerNode, readDer } from './der.ts'

/** Object identifiers as they stand in DER: ecPublicKey (RFC 5480) and prime256v1. */
const EC_PUBLIC_KEY = '2a8648ce3d0201'
const PRIME256V1 = '2a8648ce3d030107'

/**
 * Private scalar of a PEM in PKCS#8 (`PRIVATE KEY`, RFC 5958) or SEC1 (`EC PRIVATE KEY`, RFC 5915) form.
 *
 * @returns 32 bytes, or undefined when the structure cannot be read.
 * @throws {CredentialError} `key_curve_wrong` for another algorithm or curve, `key_malformed` for an encrypted key.
 */
export function scalarOfPem(pem: string): Uint8Array | undefined {
  // The curve, the public half or a certificate may stand before the key in blocks of their own.
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g)]
  const [, label, content] = blocks.find(([, name]) => name?.endsWith('PRIVATE KEY')) ?? blocks[0] ?? []
  if (label === undefined || content === undefined) return undefined
  if (label === 'ENCRYPTED PRIVATE KEY' || content.includes('Proc-Type')) {
    throw new CredentialError(
      'key_malformed',
      'The PEM is encrypted.',
      'Decrypt it first, for example with openssl pkey.',
    )
  }
  const bytes = fromBase64(content.replace(/\s+/g, ''))
  const root = bytes === undefined ? undefined : readDer(bytes)
  if (label === 'EC PRIVATE KEY') return scalarOfSec1(root)
  if (label === 'PRIVATE KEY') return scalarOfPkcs8(root)
  throw wrongKind()
}

function scalarOfPkcs8(root: DerNode | undefined): Uint8Array | undefined {
  const [, algorithm, wrapped] = root?.children ?? []
  if (algorithm === undefined || wrapped === undefined) return undefined
  const [kind, curve] = algorithm.children
  if (kind === undefined) return undefined
  if (hex(kind.content) !== EC_PUBLIC_KEY || curve === undefined || hex(curve.content) !== PRIME256V1) throw wrongKind()
  return scalarOfSec1(readDer(wrapped.content))
}

function scalarOfSec1(root: DerNode | undefined): Uint8Array | undefined {
  const [, scalar, ...rest] = root?.children ?? []
  const curve = rest.find((node) => node.tag === 0xa0)?.children[0]
  if (curve !== undefined && hex(curve.content) !== PRIME256V1) throw wrongKind()
  return scalar?.tag === 0x04 ? scalar.content : undefined
}

function wrongKind(): CredentialError {
  return new CredentialError(
    'key_curve_wrong',
    'The PEM does not hold an EC private key on the curve P-256.',
    'Use the private key issued for this API; public keys, RSA, Ed25519 and other curves do not work here.',
  )
}
