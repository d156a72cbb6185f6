import type { Api } from '../api.ts'

/** The rules of the audit. Each has a fixture in the tests that it must reject. */
export const rules = {
  'undocumented-operation': 'the request went to a method and path that the contract does not have',
  'undocumented-status': 'the contract does not list this status for the operation',
  'undocumented-header': 'the contract does not list this response header',
  'content-type': 'the media type is not one the contract lists for this status',
  'not-json': 'the body is not the JSON that the contract promises',
  'missing-body': 'the contract promises a body and there was none',
  'missing-required': 'a required member is absent',
  'wrong-type': 'a member has another JSON type than the contract says',
  'undocumented-enum-value': 'the value is not among those the contract lists',
  'invalid-value': 'the value breaks a constraint of the contract',
  'unknown-field': 'the contract does not describe this member',
  'undocumented-message': 'no message of the contract has this channel and update',
  'accepted-invalid-request': 'the service accepted a request that breaks the contract',
} as const

export type Rule = keyof typeof rules

/** A difference between what the service did and what its contract says. */
export type Finding = {
  rule: Rule
  api: Api
  /** Operation or message. */
  subject: string
  /** HTTP status, or the update of a message. */
  answer: string
  /** Place in the body with `*` for array places; empty for the whole. */
  at: string
  detail: string
}

/** Two findings with one key are the same difference seen twice. */
export function findingKey(finding: Finding): string {
  return [finding.rule, `${finding.api}.${finding.subject}`, finding.answer, finding.at, finding.detail].join(' | ')
}
