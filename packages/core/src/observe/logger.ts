/**
 * Where debug lines go. `console` fits.
 *
 * Fields hold only names from an allow-list: operation, method, path template, attempt, status, code, durations.
 */
export interface Logger {
  debug(message: string, fields: Readonly<Record<string, unknown>>): void
  warn(message: string, fields: Readonly<Record<string, unknown>>): void
}
