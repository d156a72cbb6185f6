import { checkChoice, checkKinds, checkOptions, type OptionKind, POLL_KINDS, POLL_OPTIONS } from '@truemarkets/core'
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
  checkOptions(options, [...POLL_OPTIONS, 'onProgress', ...Object.keys(own.choices), ...Object.keys(own.kinds)], name)
  checkKinds(options, { ...POLL_KINDS, onProgress: 'function', ...own.kinds })
  for (const [option, value] of Object.entries(options)) {
    const choices = own.choices[option]
    if (choices !== undefined) checkChoice(`${name}: ${option}`, value, choices)
  }
}
