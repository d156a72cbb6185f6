/** The variables of the process, or none where there is no process. */
export function processVariables(): Readonly<Record<string, string | undefined>> {
  return typeof process === 'object' ? process.env : {}
}
