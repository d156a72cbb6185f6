import { TrueMarketsError } from '@truemarkets/core'
import { type Finding, findings, type Topic } from './finding.ts'

/** Calls, and tells what came of it. A failure of a client already says what happened and what to do. */
export async function reach(topic: Topic, subject: string, url: string, call: () => Promise<string>): Promise<Finding> {
  const { good, problem } = findings(topic)
  try {
    return good(subject, await call())
  } catch (cause) {
    const reason = innermost(cause)
    if (reason === 'ECONNREFUSED' && new URL(url).hostname === '127.0.0.1') {
      return problem(subject, `nothing listens at ${url}`, 'Start the sandbox with `pnpm sandbox`.')
    }
    if (cause instanceof TrueMarketsError) return problem(subject, join(cause.message, reason), cause.nextStep)
    const message = cause instanceof Error ? cause.message : String(cause)
    return problem(subject, join(message, reason), 'Check the address, the network and the VPN, then run this again.')
  }
}

/** What the platform calls it, such as ECONNREFUSED: the code that people search for. */
function innermost(cause: unknown): string | undefined {
  let code: string | undefined
  for (let at = cause; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^E[A-Z]|^[A-Z]+_/.test(at.code)) code = at.code
  }
  return code
}

function join(message: string, reason: string | undefined): string {
  return reason === undefined ? message : `${message} (${reason})`
}
