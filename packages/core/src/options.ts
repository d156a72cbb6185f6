import { ConfigurationError } from './errors/configuration-error.ts'
import { isRecord } from './json.ts'

/**
 * Refuses option names nobody reads, so that a misspelt `timeoutMS` cannot be ignored in silence.
 *
 * @param owner The function the options belong to, for the message.
 * @throws {ConfigurationError} `option_unknown`, naming the option and the nearest known one; `option_invalid` for what is
 * no object at all.
 * @example
 * ```ts
 * checkOptions({ enviroment: 'uat' }, ['environment'], 'createGatewayClient')
 * // ConfigurationError: createGatewayClient has no option "enviroment". Did you mean "environment"?
 * ```
 */
export function checkOptions(options: unknown, known: readonly string[], owner: string): void {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError(
      'option_invalid',
      `${owner} takes an object.`,
      `Pass an object of ${known.join(', ')}.`,
    )
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const message = `${owner} has no option "${name}".`
    throw new ConfigurationError('option_unknown', message, suggestion(name, known, 'Its options are'))
  }
}

/**
 * Refuses a value that is none of an option's choices. An option that is left out passes.
 *
 * @throws {ConfigurationError} `option_invalid`, naming the option and the nearest choice. The value is not repeated.
 * @example
 * ```ts
 * checkChoice('validate', 'al', ['off', 'request', 'all'])
 * // ConfigurationError: validate has no such choice. Did you mean "all"?
 * ```
 */
export function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || (typeof value === 'string' && choices.includes(value))) return
  throw new ConfigurationError('option_invalid', `${name} has no such choice.`, suggestion(value, choices, 'Use'))
}

/** What a value can have to be: the words for it, what to pass, and how it is told. */
interface Kind {
  readonly wanted: string
  /** Default: `wanted`. */
  readonly pass?: string
  readonly is: (value: unknown) => boolean
}

const KINDS = {
  boolean: { wanted: 'true or false', is: (value) => typeof value === 'boolean' },
  function: { wanted: 'a function', is: (value) => typeof value === 'function' },
  text: {
    wanted: 'a text of one character or more',
    is: (value) => typeof value === 'string' && value !== '',
  },
  count: {
    wanted: 'a whole number, zero or more',
    is: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  },
  times: {
    wanted: 'a whole number above zero',
    is: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  },
  // Infinity is no limit.
  limit: { wanted: 'a number above zero', is: (value) => typeof value === 'number' && value > 0 },
  wait: { wanted: 'a number, zero or more', is: (value) => typeof value === 'number' && value >= 0 },
  // These not by their class: they may come from another realm.
  set: {
    wanted: 'a Set, or a Map by its keys',
    pass: 'new Set(list)',
    is: (value) => isRecord(value) && typeof value['has'] === 'function' && typeof value['keys'] === 'function',
  },
  signal: {
    wanted: 'an AbortSignal',
    pass: 'controller.signal or AbortSignal.timeout(ms)',
    is: (value) => isRecord(value) && typeof value['aborted'] === 'boolean',
  },
} satisfies Readonly<Record<string, Kind>>

/** A kind of value, or the names of the methods that it must have. */
export type OptionKind = keyof typeof KINDS | readonly string[]

/**
 * Refuses a value of another kind than an option takes, which would fail later, or be passed over. An option that is left
 * out passes.
 *
 * @throws {ConfigurationError} `option_invalid`, naming the option and what it takes. The value is not repeated.
 * @example
 * ```ts
 * checkKinds({ signal: new AbortController() }, { signal: 'signal' })
 * // ConfigurationError: signal is not an AbortSignal. Pass controller.signal or AbortSignal.timeout(ms), or leave it out for the default.
 * ```
 */
export function checkKinds(options: object, kinds: Readonly<Record<string, OptionKind>>): void {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (kind === undefined || value === undefined) continue
    const { wanted, pass = wanted, is }: Kind = typeof kind === 'string' ? KINDS[kind] : withMethods(kind)
    if (is(value)) continue
    const nextStep = `Pass ${pass}, or leave it out for the default.`
    throw new ConfigurationError('option_invalid', `${name} is not ${wanted}.`, nextStep)
  }
}

function withMethods(names: readonly string[]): Kind {
  return {
    wanted: `an object with ${names.join(', ')}`,
    is: (value) => isRecord(value) && names.every((name) => typeof value[name] === 'function'),
  }
}

/**
 * The known name closest to a misspelt one, or undefined when none is near enough to be meant.
 *
 * @example
 * ```ts
 * nearest('enviroment', ['environment', 'auth']) // 'environment'
 * ```
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.ceil(name.length / 3))
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name: candidate, distance }
  }
  return best?.name
}

/**
 * What to do about a name that is not known: to take the nearest one, or any of them.
 *
 * @param otherwise What the list of all begins with, where none is near enough.
 * @example
 * ```ts
 * suggestion('enviroment', ['environment', 'auth'], 'Its options are') // 'Did you mean "environment"?'
 * suggestion('proxy', ['environment', 'auth'], 'Its options are') // 'Its options are environment, auth.'
 * ```
 */
export function suggestion(given: unknown, known: readonly string[], otherwise: string): string {
  const meant = typeof given === 'string' ? nearest(given, known) : undefined
  return meant === undefined ? `${otherwise} ${known.join(', ')}.` : `Did you mean "${meant}"?`
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, a] of from.split('').entries()) {
    const next = [i + 1]
    for (const [j, b] of to.split('').entries()) {
      const change = (row[j] ?? 0) + (a === b ? 0 : 1)
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
