/** What a case takes to run. The sandbox has all of it; UAT has what is configured, and never what only the sandbox can do. */
export type Need = 'apiKey' | 'hmacKey' | 'sandbox'

/** The most a case may do to the account it runs on. */
export type Touch = 'read' | 'trade' | 'transfer'
