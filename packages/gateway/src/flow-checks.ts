import { ConfigurationError, checkOptions } from '@truemarkets/core'
import type { FlowOptions } from './flows/flow-options.ts'

const COMMON = ['signal', 'pollIntervalMs', 'pollDeadlineMs', 'onProgress', 'call', 'until']

/**
 * Checks the options of a flow before anything is sent.
 *
 * @throws {ConfigurationError} for an unknown option, an unknown `until`, or a time that is no time.
 */
export function checkFlow(
  name: string,
  options: FlowOptions<never> & { readonly until?: string | undefined },
  own: { readonly options: readonly string[]; readonly until: readonly string[] },
): void {
  checkOptions(options, [...COMMON, ...own.options], name)
  const { until, pollIntervalMs, pollDeadlineMs } = options
  if (until !== undefined && !own.until.includes(until)) {
    throw invalid(`${name}: until cannot be "${until}".`, `Use ${own.until.join(', ')}.`)
  }
  // An interval of nothing would ask without a pause.
  if (pollIntervalMs !== undefined && !(pollIntervalMs > 0)) {
    throw invalid(`${name}: pollIntervalMs must be above 0.`, 'Pass milliseconds, for example 2000.')
  }
  if (pollDeadlineMs !== undefined && !(pollDeadlineMs >= 0)) {
    throw invalid(`${name}: pollDeadlineMs must not be negative.`, 'Pass milliseconds, for example 60000.')
  }
}

function invalid(message: string, nextStep: string): ConfigurationError {
  return new ConfigurationError('option_invalid', message, nextStep)
}
