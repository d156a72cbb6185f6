import { type Finding, findings } from './finding.ts'

const { good, notice, problem, missing } = findings('clock')

/** CeFi REST and WebSocket refuse what was signed further than this from their clock, in milliseconds. */
const WINDOW_MS = 15_000

/**
 * Judges this machine's clock by the one of a server.
 *
 * @param offsetMs The server's clock minus this one's, as far as it is proven; undefined when no answer had a `Date`.
 */
export function judgeClock(subject: string, offsetMs: number | undefined): Finding {
  if (offsetMs === undefined) {
    return missing(subject, 'no answer carried a Date', 'Compare the clock of this machine with another one.')
  }
  if (offsetMs === 0) return good(subject, 'agrees with this clock, to the second, which is all that a Date shows')
  const detail = `this clock is at least ${seconds(offsetMs)} ${offsetMs < 0 ? 'ahead' : 'behind'}`
  if (Math.abs(offsetMs) >= WINDOW_MS) {
    return problem(
      subject,
      `${detail}, more than signatures may be off`,
      'Synchronise the clock of this machine (NTP).',
    )
  }
  const strict = offsetMs < 0 ? '; the WebSocket takes no time ahead of its own' : ''
  return notice(
    subject,
    `${detail}${strict}`,
    'Synchronise the clock of this machine (NTP); the REST clients correct for it, other programs may not.',
  )
}

function seconds(ms: number): string {
  return `${(Math.abs(ms) / 1000).toFixed(1)} s`
}
