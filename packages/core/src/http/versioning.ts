import { SunsetError } from '../errors/sunset-error.ts'
import type { Reporter } from '../observe/reporter.ts'
import type { ServerClock } from './clock.ts'
import type { Call } from './exchange.ts'

/** How an API chooses its schema version. */
export interface VersionOptions {
  /** Request header that carries the version, for example `X-Truex-Version`. */
  readonly header: string
  /** Version of every call that does not choose one. */
  readonly value: string
  /** Announced ends, RFC 3339 date or time, by version. Default: none. */
  readonly sunsets?: Readonly<Record<string, string>> | undefined
  /** What to do before the first call with a version past its end. Default: `report`, an event and a warning. */
  readonly pastSunset?: 'report' | 'refuse' | undefined
}

/**
 * Makes the layer that puts the version on every call.
 *
 * A version named in the call's own headers wins over `CallOptions.version`, and that over the client's.
 */
export function createVersioning(
  options: VersionOptions | undefined,
  clock: ServerClock,
  report: Reporter | undefined,
): (call: Call) => Call {
  if (options === undefined) return (call) => call
  const name = options.header.toLowerCase()
  const reported = new Set<string>()
  return (call) => {
    const version = call.headers[name] ?? call.version ?? options.value
    const sunset = options.sunsets?.[version]
    if (sunset !== undefined && Date.parse(sunset) <= clock.now()) {
      if (options.pastSunset === 'refuse') throw new SunsetError({ operation: call.operation.id, version, sunset })
      if (!reported.has(version)) {
        reported.add(version)
        report?.({ type: 'sunset', version, sunset })
      }
    }
    return { ...call, version, headers: { ...call.headers, [name]: version } }
  }
}
