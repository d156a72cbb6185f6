import type { TokenSubject } from './token-subject.ts'

/** Ids of the refresh tokens in force, and whom they are for. */
export class RefreshTokens {
  readonly #subjects = new Map<string, TokenSubject>()

  add(tokenId: string, subject: TokenSubject): void {
    this.#subjects.set(tokenId, subject)
  }

  /** The subject of a token that was still good. */
  redeem(tokenId: string, spends: boolean): TokenSubject | undefined {
    const subject = this.#subjects.get(tokenId)
    if (spends) this.#subjects.delete(tokenId)
    return subject
  }
}
