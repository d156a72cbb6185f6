import { audit } from '../audit/audit.ts'
import { findingKey } from '../audit/finding.ts'
import type { Case } from '../case/define.ts'
import type { Contracts } from '../contract/contracts.ts'
import { unprovenClaims } from '../coverage/coverage.ts'
import { seen } from '../coverage/seen.ts'
import { executeCase } from '../run/execute.ts'
import { opener } from '../target/open.ts'
import type { Target } from '../target/target.ts'
import type { Mutant } from './mutant.ts'
import { tamper } from './tamper.ts'

/** What one mutant met. */
export type Hunted = {
  mutant: string
  title: string
  /** Cases that were run against it. */
  cases: number
  /** Cases that failed. */
  killers: string[]
  /** Findings of the audit, whether or not a case failed. */
  findings: string[]
}

export const isKilled = ({ killers, findings }: Hunted) => killers.length > 0 || findings.length > 0

/** A mutant often makes a case wait for what never comes; a small part of the usual patience is enough on a sandbox of its own. */
const slowness = 0.08

/** Runs the cases of what a mutant breaks, on a sandbox of its own, and notes who noticed. */
export async function hunt(
  mutant: Mutant,
  cases: readonly Case[],
  contracts: Contracts,
  start: () => Promise<Target>,
  monotonic: () => number,
): Promise<Hunted> {
  const target = await start()
  try {
    const tampered = { ...tamper(target, mutant, contracts), slowness }
    const open = opener(tampered, 1, monotonic)
    const killers: string[] = []
    const findings = new Set<string>()
    const involved = cases.filter((testCase) => concerns(testCase, mutant))
    for (const testCase of involved) {
      const run = await executeCase(testCase, open, { monotonic, slowness })
      const unproven = unprovenClaims(testCase, seen(contracts, target, run.exchanges))
      if (run.problem !== null || unproven.length > 0) killers.push(testCase.id)
      for (const finding of audit(contracts, target, run.exchanges)) findings.add(findingKey(finding))
    }
    return { mutant: mutant.id, title: mutant.title, cases: involved.length, killers, findings: [...findings] }
  } finally {
    await target.close()
  }
}

const concerns = (testCase: Case, mutant: Mutant) =>
  mutant.breaks.some((subject) => testCase.covers.includes(subject) || testCase.refuses.includes(subject))
