import { ConfigurationError } from '../errors/configuration-error.ts'
import { SunsetError } from '../errors/sunset-error.ts'
import type { Reporter } from '../observe/reporter.ts'
import type { OperationRow } from '../operations/operation.ts'
import type { ServerClock } from './clock.ts'

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

/** Puts the version of a call among its headers, and returns it. */
export type Versioning = (
  headers: Record<string, string>,
  operation: OperationRow,
  chosen: string | undefined,
) => string

/**
 * Makes the layer that puts the version on every call.
 *
 * A version named in the call's own headers wins over `CallOptions.schemaVersion`, and that over the client's. One that cannot be
 * a version is refused; one that nobody knows is sent, for the server to judge.
 */
export function createVersioning(
  options: VersionOptions,
  clock: ServerClock,
  report: Reporter | undefined,
): Versioning {
  const name = options.header.toLowerCase()
  const reported = new Set<string>()
  return (headers, operation, chosen) => {
    const version = headers[name] ?? chosen ?? options.value
    if (typeof version !== 'string' || !/^[\w.-]+$/.test(version)) {
      const nextStep = 'Pass it as the API writes it, or leave it out for the one of the client.'
      throw new ConfigurationError('option_invalid', 'schemaVersion is not the name of a schema version.', nextStep)
    }
    const sunset = options.sunsets?.[version]
    if (sunset !== undefined && Date.parse(sunset) <= clock.now()) {
      if (options.pastSunset === 'refuse') throw new SunsetError({ operation: operation.id, version, sunset })
      if (!reported.has(version)) {
        reported.add(version)
        report?.({ type: 'sunset', version, sunset })
      }
    }
    headers[name] = version
    return version
  }
}
