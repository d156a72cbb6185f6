/**
 * What the platform calls a failure, such as ECONNREFUSED: the code that people search for. The innermost one counts.
 * An upgrade that was refused has no code; it is told by the status of the answer.
 */
export function platformCode(cause: unknown): string | undefined {
  let code: string | undefined
  for (let at = cause; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(at.code)) code = at.code
    // The words of the package ws, which keeps the status nowhere else.
    const [, status] = /^Unexpected server response: (\d{3})$/.exec(at.message) ?? []
    if (status !== undefined) code = `HTTP ${status}`
  }
  return code
}

/** A message with the reason behind it in brackets, where there is one. */
export function withReason(message: string, reason: string | undefined): string {
  return reason === undefined ? message : `${message} (${reason})`
}
