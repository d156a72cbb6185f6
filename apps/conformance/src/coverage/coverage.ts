import { type Api, apis } from '../api.ts'
import type { Case, Subject } from '../case/define.ts'
import type { Exemption } from './exemptions.ts'

export type Gap = { subject: Subject; missing: 'answer' | 'refusal' }

export type ApiCoverage = {
  api: Api
  subjects: number
  answered: number
  refusable: number
  refused: number
  gaps: Gap[]
  /** Each operation or message with the cases that show it. */
  rows: { subject: Subject; sends: boolean; answeredBy: string[]; refusedBy: string[] }[]
}

export type Coverage = {
  apis: ApiCoverage[]
  /** Claims on subjects that the contract does not have. */
  unknown: { case: string; subject: Subject }[]
  needless: Exemption[]
}

type Subjects = Record<Api, { name: string; sends: boolean }[]>

/**
 * Operations and messages against the cases. Every one needs a case that shows it answered, and every one that we send
 * needs a case that shows it refused; what has neither a case nor an exemption is a gap.
 */
export function coverage(subjects: Subjects, cases: readonly Case[], exemptions: readonly Exemption[]): Coverage {
  const answered = new Set(cases.flatMap((testCase) => testCase.covers))
  const refused = new Set(cases.flatMap((testCase) => testCase.refuses))
  const exempt = (subject: Subject, missing: Gap['missing']) =>
    exemptions.some((exemption) => exemption.subject === subject && exemption.missing === missing)

  const perApi = apis.map((api): ApiCoverage => {
    const names = subjects[api].map(({ name, sends }) => ({ subject: `${api}.${name}` as const, sends }))
    const sent = names.filter(({ sends }) => sends)
    const withoutAnswer = names.filter(({ subject }) => !answered.has(subject) && !exempt(subject, 'answer'))
    const withoutRefusal = sent.filter(({ subject }) => !refused.has(subject) && !exempt(subject, 'refusal'))
    return {
      api,
      subjects: names.length,
      answered: names.filter(({ subject }) => answered.has(subject)).length,
      refusable: sent.length,
      refused: sent.filter(({ subject }) => refused.has(subject)).length,
      gaps: [
        ...withoutAnswer.map(({ subject }) => ({ subject, missing: 'answer' as const })),
        ...withoutRefusal.map(({ subject }) => ({ subject, missing: 'refusal' as const })),
      ],
      rows: names.map((row) => ({
        ...row,
        answeredBy: idsOf(cases, 'covers', row.subject),
        refusedBy: idsOf(cases, 'refuses', row.subject),
      })),
    }
  })

  const known = new Set<Subject>(apis.flatMap((api) => subjects[api].map(({ name }) => `${api}.${name}` as const)))
  return {
    apis: perApi,
    unknown: cases.flatMap((testCase) =>
      [...testCase.covers, ...testCase.refuses]
        .filter((subject) => !known.has(subject))
        .map((subject) => ({ case: testCase.id, subject })),
    ),
    needless: exemptions.filter(
      ({ subject, missing }) => !known.has(subject) || (missing === 'answer' ? answered : refused).has(subject),
    ),
  }
}

const idsOf = (cases: readonly Case[], claim: 'covers' | 'refuses', subject: Subject) =>
  cases.filter((testCase) => testCase[claim].includes(subject)).map(({ id }) => id)

/** Claims that the recording does not bear out. A case may not say it covers what it never sent. */
export function unprovenClaims(testCase: Case, seen: { answered: Set<Subject>; refused: Set<Subject> }): string[] {
  return [
    ...testCase.covers
      .filter((subject) => !seen.answered.has(subject))
      .map((subject) => `says it covers ${subject}, but got no success from it`),
    ...testCase.refuses
      .filter((subject) => !seen.refused.has(subject))
      .map((subject) => `says it shows ${subject} refused, but saw no refusal`),
  ]
}
