/** The claim `iss` of every token that the sandbox signs. */
export const ISSUER = 'sandbox'
