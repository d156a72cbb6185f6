import type { TargetName } from '../target/target.ts'
import { type Finding, findingKey } from './finding.ts'

/** A finding that is known and accepted for now, with the reason. The list may only shrink. */
export type Accepted = { key: string; reason: string; targets: readonly TargetName[] }

export const accepted: readonly Accepted[] = []

export type Judged = {
  /** Findings nobody accepted. */
  fresh: Finding[]
  known: Finding[]
  /** Accepted findings that did not appear, though everything was run. */
  gone: Accepted[]
}

/** `complete`: every case ran, so that a finding which did not appear is really gone. */
export function againstBaseline(
  findings: readonly Finding[],
  baseline: readonly Accepted[],
  target: TargetName,
  complete: boolean,
): Judged {
  const entries = baseline.filter((entry) => entry.targets.includes(target))
  const isKnown = (finding: Finding) => entries.some((entry) => entry.key === findingKey(finding))
  const keys = new Set(findings.map(findingKey))
  return {
    fresh: findings.filter((finding) => !isKnown(finding)),
    known: findings.filter(isKnown),
    gone: complete ? entries.filter((entry) => !keys.has(entry.key)) : [],
  }
}
