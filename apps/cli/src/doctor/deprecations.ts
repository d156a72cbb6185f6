import { type Finding, findings } from './finding.ts'
import type { Visit } from './visit.ts'

const { good, notice, problem, missing } = findings('deprecations')

/** What to do about what could not be looked at because nothing answered. */
export const UNREACHED = 'Run this again once the API can be reached.'

/** What one API said, or that it said nothing. */
type Heard = Pick<Visit, 'events' | 'isAnswered'>

/** What the answers of one API announced: what is deprecated, and when it ends. */
export function judgeDeprecations(subject: string, { events, isAnswered }: Heard, nowMs: number): Finding[] {
  if (!isAnswered()) return [missing(subject, 'there was no answer to read it from', UNREACHED)]
  const announced = events.flatMap((event) => {
    if (event.type === 'sunset') return [judge(subject, `schema version ${event.version}`, event.sunset, nowMs)]
    if (event.type !== 'deprecation') return []
    return [judge(subject, event.operation, event.sunset, nowMs, event.link)]
  })
  return announced.length > 0 ? announced : [good(subject, 'nothing that was called is deprecated')]
}

function judge(subject: string, what: string, sunset: string | undefined, nowMs: number, link?: string): Finding {
  const nextStep = link === undefined ? 'Move to its successor.' : `Move to its successor; see ${link}`
  if (sunset === undefined) return notice(subject, `${what} is deprecated, without an end yet`, nextStep)
  const isOver = Date.parse(sunset) <= nowMs
  if (isOver) return problem(subject, `${what} had its sunset on ${sunset.slice(0, 10)}`, nextStep)
  return notice(subject, `${what} is deprecated and ends on ${sunset.slice(0, 10)}`, nextStep)
}
