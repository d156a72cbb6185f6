/**
 * Where debug lines go. `console` fits.
 *
 * Fields hold only names from an allow-list: operation, method, path template, attempt, status, code, durations.
 */
export interface Logger {
  /** Takes what happens: requests, attempts, retries, token renewals. */
  debug(message: string, fields: Readonly<Record<string, unknown>>): void
  /** Takes what somebody should see: skew, deprecations, sunsets. */
  warn(message: string, fields: Readonly<Record<string, unknown>>): void
}
