import { arrayAt, isObject, type JsonObject, textAt } from '../json.ts'
import type { Finding, OwnRule } from './finding.ts'

/** Every question has what it takes to settle it: a default to go by, a probe of its own, and a rule that decides. */
export function lintQuestions(questions: JsonObject, api: string, file: string): Finding[] {
  const findings: Finding[] = []
  const seen = new Set<string>()
  for (const [index, question] of arrayAt(questions, 'questions').entries()) {
    if (!isObject(question)) continue
    const id = textAt(question, 'id') ?? `question ${index}`
    const report = (rule: OwnRule, message: string): void => {
      findings.push({ rule: `own/${rule}`, severity: 'error', file, at: id, message })
    }
    if (!/^[A-Z]\d+$/.test(id)) report('question-id', 'A question is numbered with the letter of its API, like R3.')
    if (seen.has(id)) report('question-id', 'Two questions have this id.')
    seen.add(id)
    for (const member of ['question', 'default', 'settle'] as const) {
      if ((textAt(question, member) ?? '') === '') report(`question-${member}`, `The question has no ${member}.`)
    }
    if (question['confidence'] === undefined)
      report('question-confidence', 'The question says nothing about its confidence.')
    const probe = textAt(question, 'probe')
    if (probe === undefined || !new RegExp(`^${api}\\.[a-z0-9]+(?:-[a-z0-9]+)*$`).test(probe)) {
      report('question-probe', `The question needs a probe, named ${api}.<kebab-name>.`)
    }
  }
  return findings
}
