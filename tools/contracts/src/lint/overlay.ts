import { arrayAt, isObject, type Json, type JsonObject, textAt } from '../json.ts'
import { actionsOf, applyAction } from '../overlay/apply.ts'
import type { Finding, OwnRule } from './finding.ts'

const EVIDENCE = ['published', 'official-client', 'observed', 'inferred']

/** Every action of an overlay says why it is there, on what evidence and until when; it matches, and is not already true upstream. */
export function lintOverlay(source: JsonObject, overlay: JsonObject, file: string, today: string): Finding[] {
  const findings: Finding[] = []
  const document = structuredClone(source)
  const raw = arrayAt(overlay, 'actions')
  for (const [index, action] of actionsOf(overlay, file).entries()) {
    const words = raw[index]
    const report = (rule: OwnRule, message: string, severity: Finding['severity'] = 'error'): void => {
      findings.push({ rule: `own/${rule}`, severity, file, at: `#/actions/${index}/target`, message })
    }
    if (isObject(words)) lintWords(words, today, report)
    const { matched, changed } = applyAction(document, action, file)
    if (matched === 0)
      report(
        'overlay-matches',
        `The target ${action.target} matches nothing in the contract; correct it or take the action out.`,
      )
    else if (!changed) report('overlay-not-upstream', 'The contract says so itself; the action can go.')
  }
  return findings
}

function lintWords(
  action: JsonObject,
  today: string,
  report: (rule: OwnRule, message: string, severity?: Finding['severity']) => void,
): void {
  if ((textAt(action, 'x-reason') ?? '') === '') report('overlay-reason', 'The action gives no x-reason.')
  if (!isOneOf(action['x-evidence'], EVIDENCE))
    report('overlay-evidence', `The action needs x-evidence, one of ${EVIDENCE.join(', ')}.`)
  const ends = textAt(action, 'x-ends')
  if (ends === undefined || !/^\d{4}-\d\d-\d\d$/.test(ends)) {
    report('overlay-ends', 'The action needs x-ends, the date (YYYY-MM-DD) at which it is confirmed anew or taken out.')
  } else if (ends < today) {
    report('overlay-ended', `The action was to end on ${ends}; confirm it anew or take it out.`, 'warning')
  }
}

function isOneOf(value: Json | undefined, allowed: readonly string[]): boolean {
  return typeof value === 'string' && allowed.includes(value)
}
