import type { PlaceOf } from '../load/places.ts'

/** The rules of our own. Each has a fixture in `fixtures.test.ts` that it must reject. */
export const OWN_RULES = [
  'action',
  'amount',
  'behaviour',
  'composition',
  'contradiction',
  'frame',
  'inferred-question',
  'known-question',
  'lock-digest',
  'lock-file',
  'name',
  'operation',
  'overlay-ended',
  'overlay-ends',
  'overlay-evidence',
  'overlay-matches',
  'overlay-not-upstream',
  'overlay-reason',
  'own-choice',
  'paging',
  'part',
  'payload',
  'question-confidence',
  'question-default',
  'question-id',
  'question-probe',
  'question-question',
  'question-settle',
  'receivable',
  'schema',
  'sendable',
  'union-narrows',
] as const

export type OwnRule = (typeof OWN_RULES)[number]

/** Something a lint rule found. An error fails the run, a warning does not. */
export type Finding = {
  /** A rule of our own, or of a library. */
  readonly rule: `own/${OwnRule}` | `redocly/${string}` | `asyncapi/${string}`
  readonly severity: 'error' | 'warning'
  readonly file: string
  /** JSON Pointer, question id or line, as the rule has it. */
  readonly at: string
  readonly message: string
}

/** What to do about a thing that the clients cannot. */
export const TAKING_OUT = 'In the overlay, `remove: true` takes it out, or the operation that cannot do without it.'

/** One line for a person. */
export function findingLine({ rule, severity, file, at, message }: Finding): string {
  return `${file} ${at}: ${message} (${severity}: ${rule})`
}

/** The same findings with file, line and column, where they name a place in this contract; what is missing, by the place that misses it. */
export function withLines(findings: readonly Finding[], file: string, placeOf: PlaceOf): Finding[] {
  const nearest = (pointer: string): string | undefined =>
    placeOf(pointer) ?? (pointer === '' ? undefined : nearest(pointer.slice(0, pointer.lastIndexOf('/'))))
  return findings.map((finding) => {
    const place = finding.file === file && finding.at.startsWith('#/') ? nearest(finding.at.slice(1)) : undefined
    return place === undefined ? finding : { ...finding, file: place }
  })
}
