/** Who a token speaks for. */
export interface TokenSubject {
  /** The person, or the organization when `organizationId` is set. */
  readonly userId: string
  /** CeFi client; missing until the account is onboarded. */
  readonly clientId?: string | undefined
  readonly organizationId?: string | undefined
}
