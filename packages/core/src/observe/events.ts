/** Everything a client reports besides results and errors. None of it holds a secret. */
export type ClientEvent =
  | { readonly type: 'request'; readonly operation: string; readonly method: string; readonly path: string }
  | {
      readonly type: 'attempt'
      readonly operation: string
      readonly attempt: number
      readonly status: number | undefined
      readonly durationMs: number
      readonly errorCode: string | undefined
    }
  | {
      readonly type: 'retry'
      readonly operation: string
      readonly attempt: number
      readonly delayMs: number
      readonly reason: string
    }
  | { readonly type: 'skew'; readonly operation: string; readonly skewMs: number }
  | {
      readonly type: 'token'
      readonly action: 'exchanged' | 'refreshed' | 'failed'
      readonly expiresAt: string | undefined
    }
  | {
      readonly type: 'deprecation'
      readonly operation: string
      readonly deprecatedSince: string | undefined
      readonly sunset: string | undefined
      readonly link: string | undefined
    }
  | { readonly type: 'sunset'; readonly version: string; readonly sunset: string }

/**
 * Receives events as they happen. It must not throw; a throw, also of an async one, is reported to the logger and otherwise
 * ignored.
 */
export type EventListener = (event: ClientEvent) => void
