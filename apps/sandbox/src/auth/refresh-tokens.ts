import type { TokenSubject } from './tokens.ts'

/** Ids of the refresh tokens in force, and whom they are for. */
export class RefreshTokens {
  readonly #subjects = new Map<string, TokenSubject>()

  add(tokenId: string, subject: TokenSubject): void {
    this.#subjects.set(tokenId, subject)
  }

  /** The subject of a token that was still good; unless `reusable`, this spends it (A5). */
  redeem(tokenId: string, reusable: boolean): TokenSubject | undefined {
    const subject = this.#subjects.get(tokenId)
    if (!reusable) this.#subjects.delete(tokenId)
    return subject
  }
}
