/** Something a lint rule found. An error fails the run, a warning does not. */
export type Finding = {
  readonly rule: string
  readonly severity: 'error' | 'warning'
  readonly file: string
  /** JSON Pointer, question id or line, as the rule has it. */
  readonly at: string
  readonly message: string
}

/** One line for a person. */
export function findingLine({ rule, severity, file, at, message }: Finding): string {
  return `${file} ${at}: ${message} (${severity}: ${rule})`
}
