import type { Exchange } from '../record/exchange.ts'
import { exchangesOf, type Session } from '../run/exchanges.ts'

/**
 * The frames of every case that the sandbox can run, and of the same cases once more where all of them have traded: a snapshot
 * tells what was before it, so a session that trades earlier than ours meets frames that a first round may not have.
 */
export async function everyFrame(session: Session): Promise<Exchange[]> {
  const speaking = { ...session, cases: session.cases.filter(({ api }) => api === 'cefi-ws') }
  return [...(await exchangesOf(speaking)), ...(await exchangesOf({ ...speaking, seed: session.seed + 1 }))]
}
