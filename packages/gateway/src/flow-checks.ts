import { ConfigurationError, checkOptions, checkPollTimes, POLL_OPTIONS } from '@truemarkets/core'
import type { FlowOptions } from './flows/flow-options.ts'

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
  checkOptions(options, [...POLL_OPTIONS, 'onProgress', ...Object.keys(own.choices), ...own.others], name)
  for (const [option, value] of Object.entries(options)) {
    const choices = own.choices[option]
    if (choices === undefined || value === undefined || choices.includes(String(value))) continue
    const message = `${name}: ${option} cannot be "${String(value)}".`
    throw new ConfigurationError('option_invalid', message, `Use ${choices.join(' or ')}.`)
  }
  checkPollTimes(name, options)
}
