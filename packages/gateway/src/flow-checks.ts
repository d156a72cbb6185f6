import { ConfigurationError, checkOptions } from '@truemarkets/core'
import type { FlowOptions } from './flows/flow-options.ts'

const COMMON = ['signal', 'pollIntervalMs', 'pollDeadlineMs', 'onProgress', 'call']

/** The options a flow has beside the common ones. */
export interface OwnOptions {
  /** Options with a closed set of values, and the values. */
  readonly choices: Readonly<Record<string, readonly string[]>>
  /** Options with any value. */
  readonly others: readonly string[]
}

/**
 * Checks the options of a flow before anything is sent.
 *
 * @throws {ConfigurationError} for an unknown option, an unknown choice, or a time that is no time.
 */
export function checkFlow(name: string, options: FlowOptions<never>, own: OwnOptions): void {
  checkOptions(options, [...COMMON, ...Object.keys(own.choices), ...own.others], name)
  for (const [option, value] of Object.entries(options)) {
    const choices = own.choices[option]
    if (choices === undefined || value === undefined || choices.includes(String(value))) continue
    throw invalid(`${name}: ${option} cannot be "${String(value)}".`, `Use ${choices.join(' or ')}.`)
  }
  const { pollIntervalMs, pollDeadlineMs } = options
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
