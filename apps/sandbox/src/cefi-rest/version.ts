import type { Answers } from '../answers.ts'
import type { SandboxContext } from '../context.ts'
import { Problem } from './problem.ts'
import type { SchemaVersion } from './schema-version.ts'

/** Announced end of `v2024_01_01` and of the prefix `/api/v1`. */
const SUNSET = new Date('2026-08-05T00:00:00Z')
/** When `v2024_01_01` became deprecated is printed nowhere; the day of its successor is ours. */
const DEPRECATED_SINCE = new Date('2026-01-23T00:00:00Z')

/** Whether what reached its sunset is gone by this time; nobody knows whether the service went through with it (R1). */
export function isPastSunset(answers: Answers, nowMs: number): boolean {
  return answers.get('R1', 'still-served') === 'refused' && nowMs >= SUNSET.getTime()
}

/** The schema version of a request. Without the header the old version answers, as it did for as long as it lived. */
export function readVersion(header: string | null, { answers, clock }: SandboxContext): SchemaVersion {
  if (header === 'v2026_01_23') return header
  if (header !== null && header !== 'v2024_01_01')
    throw new Problem(400, `X-Truex-Version "${header}" is not a schema version; send v2026_01_23.`)
  if (!isPastSunset(answers, clock.now())) return 'v2024_01_01'
  if (header === null) throw new Problem(400, 'X-Truex-Version is missing; send v2026_01_23.')
  throw new Problem(410, 'v2024_01_01 is past its sunset; send X-Truex-Version: v2026_01_23.')
}

/** The form of an answer that is due before the version could be read. */
export function versionForErrors(header: string | null): SchemaVersion {
  return header === null || header === 'v2024_01_01' ? 'v2024_01_01' : 'v2026_01_23'
}

/** RFC 8594 headers of a deprecated version; nothing for the current one. */
export function versionHeaders(version: SchemaVersion, { answers, rules }: SandboxContext): Record<string, string> {
  if (!rules.cefiRest.isDeprecated(version)) return {}
  const epoch = answers.get('R23', 'http-date') === 'epoch'
  const write = (date: Date) => (epoch ? `@${date.getTime() / 1000}` : date.toUTCString())
  return { Deprecation: write(DEPRECATED_SINCE), Sunset: SUNSET.toUTCString() }
}

export const KNOWN_VERSIONS = [
  { version: 'v2024_01_01', status: 'deprecated' },
  { version: 'v2026_01_23', status: 'current' },
] as const
