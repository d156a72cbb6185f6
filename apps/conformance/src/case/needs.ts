/** What a case takes to run. The sandbox has all of it; UAT has what is configured, and never what only the sandbox can do. */
export const needs = ['apiKey', 'hmacKey', 'sandbox'] as const
export type Need = (typeof needs)[number]

/** The most a case may do to the account it runs on. */
export type Touch = 'read' | 'trade' | 'transfer'
