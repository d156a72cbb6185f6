import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A key pair and its certificate, as the TLS of Node takes them. */
export interface Identity {
  readonly name: string
  readonly privateKey: KeyObject
  /** PEM of the private key. */
  readonly key: string
  /** PEM of the certificate. */
  readonly cert: string
}

/** What a certificate says. */
export interface CertificateOptions {
  readonly name: string
  /** Who signs it. Default: itself. */
  readonly issuer?: Identity
  /** IPv4 address it is for. Default: 127.0.0.1. */
  readonly address?: string
  /** Whether it may sign others. Default: false. */
  readonly authority?: boolean
  /** Days from now at which it begins and ends. Default: -1 and 1. */
  readonly days?: readonly [number, number]
}

/** Makes a key and an X.509 certificate (RFC 5280) over it: P-256, signed with SHA-256. */
export function makeIdentity(options: CertificateOptions): Identity {
  const { name, issuer, address = '127.0.0.1', authority = false, days = [-1, 1] } = options
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signer = issuer ?? { name, privateKey }
  const extensions = [
    sequence(BASIC_CONSTRAINTS, boolean(true), octets(authority ? sequence(boolean(true)) : sequence())),
    sequence(ALTERNATIVE_NAMES, octets(sequence(der(0x87, Buffer.from(address.split('.').map(Number)))))),
  ]
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), Buffer.from(name)]).subarray(0, 16)),
    sequence(ECDSA_WITH_SHA256),
    distinguishedName(signer.name),
    sequence(...days.map(time)),
    distinguishedName(name),
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, signer.privateKey)
  const certificate = sequence(body, sequence(ECDSA_WITH_SHA256), der(0x03, Buffer.from([0]), signature))
  return {
    name,
    privateKey,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

const ECDSA_WITH_SHA256 = der(0x06, Buffer.from('2a8648ce3d040302', 'hex'))
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'))
const BASIC_CONSTRAINTS = der(0x06, Buffer.from('551d13', 'hex'))
const ALTERNATIVE_NAMES = der(0x06, Buffer.from('551d11', 'hex'))

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes)
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 0xff : 0]))
}

function octets(content: Buffer): Buffer {
  return der(0x04, content)
}

function distinguishedName(name: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))))
}

/** GeneralizedTime so many days from now. */
function time(days: number): Buffer {
  const text = new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/[-:T]|\.\d{3}/g, '')
  return der(0x18, Buffer.from(text))
}
