import type { CaseContext } from '../../case/context.ts'
import { spoken } from '../patience.ts'
import { bearer, look, noneOfThese, type Probe, type Seen, tell } from '../probe.ts'

/** The budget seen live was 100 in 60 s; more than this is not pushed. */
const burst = 120

/** The last answer of a burst, and how many there were in how many milliseconds. */
type Burst = { seen: Seen; asked: number; tookMs: number }

/** Reads a transfer that does not exist until the budget is used up. The sandbox gets a small budget for it. */
async function exhaust(context: CaseContext): Promise<Burst> {
  const began = context.elapsedMs()
  const headers = await bearer(context)
  const sandbox = context.target.sandbox
  await sandbox?.limitRequests(3)
  context.defer(() => sandbox?.limitRequests(null))
  for (let asked = 1; ; asked += 1) {
    const seen = await look(context.send('gateway', 'GET', `/transfers/${context.random.uuid()}`, undefined, headers))
    if (seen.status === 429 || asked === (sandbox === null ? burst : 5))
      return { seen, asked, tookMs: context.elapsedMs() - began }
  }
}

const course = ({ asked, tookMs, seen }: Burst) =>
  `${asked} reads of transfers in ${spoken(tookMs)}, the last ${tell(seen)}; headers: ${headerNames(seen)}`

const headerNames = ({ headers }: Seen) =>
  [...headers.keys()].filter((name) => name.startsWith('x-ratelimit') || name === 'retry-after').join(', ') || 'none'

/** How the end of a window of a minute is told: as a moment of about now, or as what is left of it. */
function resetForm(reset: string, nowMs: number): string {
  const seconds = /^\d+$/.test(reset) ? Number(reset) : Number.NaN
  if (Math.abs(seconds - nowMs / 1000) < 3_600) return 'epoch-seconds'
  return seconds <= 3_600 ? 'seconds-left' : noneOfThese
}

export const gatewayLimitProbes: readonly Probe[] = [
  {
    question: 'G10',
    needs: ['apiKey'],
    touches: 'read',
    async run(context) {
      const burst = await exhaust(context)
      const { status } = burst.seen
      return { choice: status === 429 ? 'limited' : status === 404 ? 'not-limited' : null, evidence: course(burst) }
    },
  },
  {
    question: 'G11',
    needs: ['apiKey'],
    touches: 'read',
    async run(context) {
      const burst = await exhaust(context)
      const { seen } = burst
      const reset = seen.headers.get('x-ratelimit-reset')
      const isRetryAfter = seen.status === 429 && seen.headers.has('retry-after')
      return {
        choice: isRetryAfter ? 'retry-after' : reset === null ? null : resetForm(reset, Date.now()),
        evidence: `${course(burst)}${reset === null ? '' : `; reset of ${reset.length} digits`}`,
      }
    },
  },
]
