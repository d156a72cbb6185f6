export interface SignedRequest {
  readonly method: string
  /** As signed: see R3 for what that may be. */
  readonly path: string
  readonly timestamp: string
  /** The raw bytes of the body; empty when there is none. */
  readonly body: Uint8Array
}

/** The bytes that the scheme `cefi-rest` signs: four parts, one LF between them, the last LF also without a body. */
export function stringToSign({ method, path, timestamp, body }: SignedRequest): Buffer {
  return Buffer.concat([Buffer.from(`${method}\n${path}\n${timestamp}\n`), body])
}

/** The bytes that the scheme `cefi-rest-legacy` signs: no separators. */
export function legacyStringToSign({ method, path, timestamp, body }: SignedRequest): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}${method}${path}`), body])
}
