import type { Json } from '../json.ts'

/** How a change meets a client that was built on the contract before it. */
export type Severity = 'breaking' | 'risky' | 'compatible'

/** Under which heading of a changelog a change belongs. */
export type ChangeKind = 'added' | 'changed' | 'removed'

/** One difference between two contracts, the same for OpenAPI and AsyncAPI. */
export type Change = {
  /** Id of the rule, for example `request/property-added-required`. */
  readonly rule: string
  readonly severity: Severity
  readonly kind: ChangeKind
  /** Method and path, message, channel or schema, with the member concerned. */
  readonly at: string
  /** What changed, in a sentence. */
  readonly message: string
}

/** What a rule says of every change it finds. */
export type Rule = { readonly severity: Severity; readonly kind: ChangeKind }

/** A value as a sentence names it. */
export function said(value: Json | undefined): string {
  return value === undefined ? 'none' : JSON.stringify(value)
}

/** Collects changes; the same one found on two ways is told once. */
export class Changes {
  readonly #found = new Map<string, Change>()

  /** Adds a change. */
  add(change: Change): void {
    this.#found.set(`${change.rule} ${change.at} ${change.message}`, change)
  }

  /** Every change, the worst first, then by place and rule. */
  all(): Change[] {
    return [...this.#found.values()].sort(
      (a, b) => order(a) - order(b) || compare(a.at, b.at) || compare(a.rule, b.rule) || compare(a.message, b.message),
    )
  }
}

const SEVERITIES: readonly Severity[] = ['breaking', 'risky', 'compatible']

function order({ severity }: Change): number {
  return SEVERITIES.indexOf(severity)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
