import type { BrokenRules } from '@truemarkets/sandbox'
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
import { tamper } from './wire/tamper.ts'

/** Starts a sandbox that breaks these rules. */
export type Start = (broken: BrokenRules) => Promise<Target>

/** What one mutant met. */
export type Hunted = {
  mutant: string
  title: string
  /** Where the fault is: in a rule of the sandbox, or in the form of what crosses the wire. */
  fault: 'rule' | 'wire'
  /** Cases that are about what it breaks. */
  cases: number
  /** How many of them were run: the first that notices ends the hunt. */
  ran: number
  /** The case that failed; null when none did. */
  killer: string | null
  /** Findings of the audit so far, whether or not a case failed. */
  findings: string[]
}

export const isKilled = ({ killer, findings }: Hunted) => killer !== null || findings.length > 0

/** A mutant often makes a case wait for what never comes; a small part of the usual patience is enough on a sandbox of its own. */
const slowness = 0.08

/** Runs the cases of what a mutant breaks, on a sandbox of its own, until one of them or the audit notices. */
export async function hunt(
  mutant: Mutant,
  cases: readonly Case[],
  contracts: Contracts,
  start: Start,
  monotonic: () => number,
): Promise<Hunted> {
  const target = await start(mutant.kind === 'rule' ? mutant.broken : {})
  try {
    const tampered = { ...tamper(target, mutant, contracts), slowness }
    const open = opener(tampered, 1, monotonic)
    const involved = cases.filter((testCase) => concerns(testCase, mutant))
    const { id, title, kind } = mutant
    const met = { mutant: id, title, fault: kind === 'rule' ? kind : 'wire', cases: involved.length } as const
    for (const [index, testCase] of involved.entries()) {
      const run = await executeCase(testCase, open, { monotonic, slowness })
      const unproven = unprovenClaims(testCase, seen(contracts, target, run.exchanges))
      const killer = run.problem !== null || unproven.length > 0 ? testCase.id : null
      const findings = [...new Set(audit(contracts, target, run.exchanges).map(findingKey))]
      const hunted = { ...met, ran: index + 1, killer, findings }
      if (isKilled(hunted)) return hunted
    }
    return { ...met, ran: involved.length, killer: null, findings: [] }
  } finally {
    await target.close()
  }
}

const concerns = (testCase: Case, mutant: Mutant) =>
  mutant.breaks.some((subject) => testCase.covers.includes(subject) || testCase.refuses.includes(subject))
