import { CHANNELS } from '../cefi-ws/wire.ts'

/** What can be made to go wrong. The `ws-*` kinds are taken by the WebSocket server, the others by the HTTP shell. */
export const FAULT_KINDS = [
  'delay',
  'drop',
  'reset',
  'truncate',
  'status',
  'html',
  'empty',
  'invalid-json',
  'redirect',
  'reject-signature',
  'wrong-envelope',
  'rate-limit',
  'clock-offset',
  'ws-gap',
  'ws-duplicate',
  'ws-stale-snapshot',
  'ws-drop',
  'ws-silent',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

export interface FaultRule {
  readonly kind: FaultKind
  /** Applies to request paths that start with this text, and for the `ws-*` kinds to this channel. Default: all. */
  readonly path?: string | undefined
  /** Applies to this HTTP method only. Default: all. */
  readonly method?: string | undefined
  /** Milliseconds (`delay`), status code (`status`, `html`, `empty`, `redirect`), seconds (`clock-offset`, `rate-limit`). */
  readonly value?: number | undefined
  /** How often it still strikes. Default: 1; `Infinity` until cleared. */
  readonly times?: number | undefined
  /** `before`: the request is not carried out. `after`: carried out, but the answer is lost or spoilt. Default `after`. */
  readonly when?: 'before' | 'after' | undefined
}

export interface ActiveFault extends FaultRule {
  readonly id: number
  readonly remaining: number
}

interface Armed {
  readonly id: number
  readonly rule: FaultRule
  remaining: number
}

/** The faults that are armed. Each strike uses one up. */
export class Faults {
  readonly #armed: Armed[] = []
  #nextId = 1

  /** Throws a `RangeError` when no answer could be made of the rule. */
  add(rule: FaultRule): ActiveFault {
    checkRule(rule)
    const armed = { id: this.#nextId++, rule, remaining: rule.times ?? 1 }
    this.#armed.push(armed)
    return { ...rule, id: armed.id, remaining: armed.remaining }
  }

  list(): readonly ActiveFault[] {
    return this.#armed.map(({ id, rule, remaining }) => ({ ...rule, id, remaining }))
  }

  /** Takes all armed faults away, or those of one kind. */
  clear(kind?: FaultKind): void {
    const kept = kind === undefined ? [] : this.#armed.filter(({ rule }) => rule.kind !== kind)
    this.#armed.splice(0, this.#armed.length, ...kept)
  }

  /** Takes the first armed fault of these kinds that fits; `undefined` when all is well. */
  take(kinds: readonly FaultKind[], where: { path: string; method?: string }): FaultRule | undefined {
    const index = this.#armed.findIndex(
      ({ rule }) =>
        kinds.includes(rule.kind) &&
        (rule.path === undefined || where.path.startsWith(rule.path)) &&
        (rule.method === undefined || rule.method.toUpperCase() === where.method),
    )
    const armed = this.#armed[index]
    if (armed === undefined) return undefined
    armed.remaining -= 1
    if (armed.remaining <= 0) this.#armed.splice(index, 1)
    return armed.rule
  }
}

/** The values that a kind can act out, when it takes one. */
const VALUES: Partial<Record<FaultKind, readonly [least: number, most: number]>> = {
  delay: [0, 600_000],
  status: [400, 599],
  html: [400, 599],
  empty: [200, 599],
  redirect: [300, 303],
  'rate-limit': [0, 86_400],
  'clock-offset': [-1_000_000_000, 1_000_000_000],
}

/** Refuses a rule that could not be acted out or would never strike; the error says what the kind takes. */
export function checkRule({ kind, path, method, value, times = 1 }: FaultRule): void {
  const [least, most] = VALUES[kind] ?? [0, Number.MAX_SAFE_INTEGER]
  if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most)) {
    throw new RangeError(`The value of ${kind} is a whole number from ${least} to ${most}, not ${value}.`)
  }
  if (kind.startsWith('ws-')) {
    if (method !== undefined) throw new RangeError(`${kind} strikes a channel, which has no method.`)
    if (path !== undefined && !CHANNELS.some((channel) => channel === path))
      throw new RangeError(`The path of ${kind} is a channel (${CHANNELS.join(', ')}), not ${path}.`)
  } else if (path !== undefined && !path.startsWith('/'))
    throw new RangeError(`The path of ${kind} begins with a slash, not as ${path} does.`)
  if (!(times >= 1)) throw new RangeError(`A fault strikes at least once, not ${times} times.`)
}
