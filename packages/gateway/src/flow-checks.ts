import { checkChoice, checkKinds, checkPollOptions, type OptionKind } from '@truemarkets/core'
import type { FlowOptions } from './flows/flow-options.ts'

/** The options a flow has beside the common ones. */
export interface OwnOptions {
  /** Options with a closed set of values, and the values. */
  readonly choices: Readonly<Record<string, readonly string[]>>
  /** Options with a kind of value, and the kind. */
  readonly kinds: Readonly<Record<string, OptionKind>>
}

/**
 * Checks the options of a flow before anything is sent.
 *
 * @throws {ConfigurationError} for an unknown option, an unknown choice, a value of another kind, or a time that is no time.
 */
export function checkFlow(name: string, options: FlowOptions<never>, own: OwnOptions): void {
  checkPollOptions(options, name, [...Object.keys(own.choices), ...Object.keys(own.kinds)])
  checkKinds(options, own.kinds)
  for (const [option, value] of Object.entries(options)) {
    const choices = own.choices[option]
    if (choices !== undefined) checkChoice(`${name}: ${option}`, value, choices)
  }
}
