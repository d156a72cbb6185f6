import type { Case } from '../case/define.ts'
import type { Exchange } from '../record/exchange.ts'
import { exchangesOf } from '../run/exchanges.ts'
import type { Target, TargetName } from '../target/target.ts'

/**
 * The frames of every case that the sandbox can run, and of the same cases once more where all of them have traded: a snapshot
 * tells what was before it, so a session that trades earlier than ours meets frames that a first round may not have.
 */
export async function everyFrame(
  sandbox: Target,
  cases: readonly Case[],
  seed: number,
  monotonic: () => number,
  onCase: (id: string) => void,
  asOn: TargetName = sandbox.name,
): Promise<Exchange[]> {
  const speaking = cases.filter(({ api }) => api === 'cefi-ws')
  const fresh = await exchangesOf(sandbox, speaking, seed, monotonic, onCase, asOn)
  return [...fresh, ...(await exchangesOf(sandbox, speaking, seed + 1, monotonic, onCase, asOn))]
}
