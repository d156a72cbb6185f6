export function refusal(status: string, message: string): { type: string; message: string } {
  return { type: status.startsWith('404') ? 'not_found' : 'invalid_argument', message }
}

/** A whole HTTP answer, for a connection that no app serves. */
export function rawAnswer(status: string, message: string): string {
  const body = JSON.stringify(refusal(status, message))
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
