/** What a key signs to be exchanged for a token. */
export interface Challenge {
  readonly keyId: string
  /** Unix seconds. */
  readonly timestamp: number
  /** Raw `r || s`, 64 bytes, in base64url without padding. */
  readonly signature: string
}

/** The challenge may be this old, or this far ahead (Auth, 3: `timestamp`). */
export const CHALLENGE_WINDOW_SECONDS = 30
