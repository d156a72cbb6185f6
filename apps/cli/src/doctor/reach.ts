import { TrueMarketsError } from '@truemarkets/core'
import { platformCode, withReason } from '../platform-code.ts'
import { type Finding, findings, type Topic } from './finding.ts'

/** Calls, and reports what came of it. A failure of a client already says what happened and what to do. */
export async function reach(topic: Topic, subject: string, url: string, call: () => Promise<string>): Promise<Finding> {
  const { good, problem } = findings(topic)
  try {
    return good(subject, await call())
  } catch (cause) {
    const reason = platformCode(cause)
    if (reason === 'ECONNREFUSED' && new URL(url).hostname === '127.0.0.1') {
      return problem(subject, `nothing listens at ${url}`, 'Start the sandbox with `pnpm sandbox`.')
    }
    if (cause instanceof TrueMarketsError) return problem(subject, withReason(cause.message, reason), cause.nextStep)
    const message = cause instanceof Error ? cause.message : String(cause)
    return problem(
      subject,
      withReason(message, reason),
      'Check the address, the network and the VPN, then run this again.',
    )
  }
}
