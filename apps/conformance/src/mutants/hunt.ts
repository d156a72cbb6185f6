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

/**
 * Parts of the usual patience, one after the other. A mutant often makes a case wait for what never comes, and a small part is
 * enough on a sandbox of its own; a machine that is too busy for it gets more.
 */
const patiences = [0.08, 0.3, 1] as const

type Met = Pick<Hunted, 'killer' | 'findings'>

export const isKilled = ({ killer, findings }: Met) => killer !== null || findings.length > 0

const unnoticed: Met = { killer: null, findings: [] }

/** Runs the cases of what a mutant breaks, on a sandbox of its own, until one of them or the audit notices. */
export async function hunt(
  mutant: Mutant,
  cases: readonly Case[],
  contracts: Contracts,
  start: Start,
  monotonic: () => number,
): Promise<Hunted> {
  const involved = cases.filter((testCase) => concerns(testCase, mutant))
  const { id, title, kind } = mutant
  const told = { mutant: id, title, fault: kind === 'rule' ? kind : 'wire', cases: involved.length } as const

  const play = async (testCase: Case, target: Target, slowness: number): Promise<Met> => {
    const run = await executeCase(testCase, opener({ ...target, slowness }, 1, monotonic), { monotonic, slowness })
    const unproven = unprovenClaims(testCase, seen(contracts, target, run.exchanges))
    const findings = [...new Set(audit(contracts, target, run.exchanges).map(findingKey))]
    return { killer: run.problem !== null || unproven.length > 0 ? testCase.id : null, findings }
  }
  const onMutant = <T>(use: (target: Target) => Promise<T>) =>
    withTarget(start(kind === 'rule' ? mutant.broken : {}), (target) => use(tamper(target, mutant, contracts)))
  const isSoundPassed = (testCase: Case, slowness: number) =>
    withTarget(start({}), async (sound) => (await play(testCase, sound, slowness)).killer === null)

  /**
   * A failure counts when the same case passes on a sound sandbox in half the time and then fails here again: a machine that
   * stalls for a moment fails a case once, and one that is busy now and then. Where it does not count, the machine was busy.
   */
  const meet = async (testCase: Case, target: Target): Promise<Met> => {
    for (const patience of patiences) {
      const again = (fresh: Target) => play(testCase, fresh, patience)
      const met = patience === patiences[0] ? await again(target) : await onMutant(again)
      if (met.killer === null || met.findings.length > 0) return met
      if ((await isSoundPassed(testCase, patience / 2)) && isKilled(await onMutant(again))) return met
    }
    return unnoticed
  }

  return onMutant(async (target) => {
    for (const [index, testCase] of involved.entries()) {
      const hunted = { ...told, ran: index + 1, ...(await meet(testCase, target)) }
      if (isKilled(hunted)) return hunted
    }
    return { ...told, ran: involved.length, ...unnoticed }
  })
}

async function withTarget<T>(starting: Promise<Target>, use: (target: Target) => Promise<T>): Promise<T> {
  const target = await starting
  try {
    return await use(target)
  } finally {
    await target.close()
  }
}

/** Whether a case is about what a mutant breaks. */
export const concerns = (testCase: Case, mutant: Mutant): boolean =>
  mutant.breaks.some((subject) => testCase.covers.includes(subject) || testCase.refuses.includes(subject))
