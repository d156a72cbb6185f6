import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lintOverlay } from '@truemarkets/contracts-tools/src/lint/overlay.ts'
import { lintQuestions } from '@truemarkets/contracts-tools/src/lint/questions.ts'
import { refuseFaults } from '@truemarkets/contracts-tools/src/lint/refuse.ts'
import { named } from '@truemarkets/contracts-tools/src/load/contract.ts'
import { parseDocumentText } from '@truemarkets/contracts-tools/src/load/parse.ts'
import { refuseDangling } from '@truemarkets/contracts-tools/src/load/references.ts'
import { applyOverlay } from '@truemarkets/contracts-tools/src/overlay/apply.ts'
import { projects } from '@truemarkets/contracts-tools/src/projects.ts'
import { applyPatch, parsePatch } from 'diff'
import { afterAll, describe, expect, it } from 'vitest'
import type { Asked } from '../src/probes/ask.ts'
import { corrections } from '../src/probes/corrections.ts'
import { probes } from '../src/probes/index.ts'
import { questionsOf, readQuestions } from '../src/probes/questions.ts'
import { overlayActions, suggestedPatch } from '../src/probes/suggestion.ts'

const root = join(import.meta.dirname, '../../..')
const questions = readQuestions(join(root, 'specs')).filter(({ id }) => probes.some(({ question }) => question === id))
const occasion = { target: 'uat', day: '2026-11-26' } as const
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const contradicted: Asked[] = questions.flatMap((question) =>
  question.choices
    .slice(1)
    .map((choice): Asked => ({ question, choice, verdict: 'contradicted', evidence: `200 {a, "b": 'c'}` })),
)

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** A copy of `specs/` with the patch applied by git. */
function applied(asked: readonly Asked[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'suggestion-'))
  folders.push(folder)
  for (const { api } of projects) {
    mkdirSync(join(folder, 'specs', api), { recursive: true })
    cpSync(join(root, 'specs', api), join(folder, 'specs', api), { recursive: true })
  }
  writeFileSync(join(folder, 'probes.patch'), suggestedPatch(asked, occasion, read))
  execFileSync('git', ['apply', 'probes.patch'], { cwd: folder, stdio: 'pipe' })
  return folder
}

/**
 * What the lint of the contracts has against the files of one API, after a change of its overlay and its questions.
 *
 * @throws ContractProblem for what no client can be generated from.
 */
function faults(api: string, overlayText: string, questionsAfter: Parsed): string[] {
  const project = projects.find((one) => one.api === api)
  if (project === undefined) throw new Error(`there is no project ${api}`)
  const source = sourceOf(project.contract)
  const overlay = parseDocumentText(overlayText, project.overlay)
  const document = named(applyOverlay(source, overlay, project.overlay))
  refuseDangling(document, project.contract)
  refuseFaults({ kind: project.kind, source, document }, project.contract, project.members)
  return [
    ...lintOverlay(source, overlay, project.overlay, occasion.day),
    ...lintQuestions(questionsAfter, api, project.questions),
  ].map(({ rule, at, message }) => `${rule} ${at} ${message}`)
}

type Parsed = ReturnType<typeof parseDocumentText>

const sources = new Map<string, Parsed>()
function sourceOf(file: string): Parsed {
  const source = sources.get(file) ?? parseDocumentText(read(file), file)
  sources.set(file, source)
  return source
}

describe('a contradiction', () => {
  it.each(contradicted.map((asked) => [asked.question.id, asked.choice, asked] as const))(
    '%s, answered %s, suggests a patch that the lint of the contracts accepts',
    (id, choice, asked) => {
      const { api, choices } = asked.question
      const [overlay = '', questionsText = ''] = parsePatch(suggestedPatch([asked], occasion, read)).map((patch) => {
        const text = applyPatch(read((patch.oldFileName ?? '').replace(/^a\//, '')), patch)
        if (text === false) throw new Error('the patch does not apply')
        return text
      })
      const questionsAfter = parseDocumentText(questionsText, `specs/${api}/questions.yaml`)
      expect(faults(api, overlay, questionsAfter)).toEqual([])
      const after = questionsOf(questionsAfter, api).find((question) => question.id === id)?.choices ?? []
      expect(after[0]).toBe(choice)
      expect(after.toSorted()).toEqual(choices.toSorted())
    },
  )

  it('may come with others: all of them make one patch that git applies', () => {
    const first = questions.flatMap(({ id }) => contradicted.filter(({ question }) => question.id === id).slice(0, 1))
    const folder = applied(first)
    const after = (file: string) => readFileSync(join(folder, file), 'utf8')
    const found = projects.flatMap(({ api, overlay, questions }) =>
      faults(api, after(overlay), parseDocumentText(after(questions), questions)),
    )
    expect(found).toEqual([])
    const defaults = readQuestions(join(folder, 'specs')).map(({ id, choices }) => [id, choices[0]])
    expect(defaults).toEqual(expect.arrayContaining(first.map(({ question, choice }) => [question.id, choice])))
  })

  it('has a place in the contract for every question that is asked', () => {
    expect(questions.map(({ id }) => id).filter((id) => corrections[id] === undefined)).toEqual([])
    expect(Object.keys(corrections).filter((id) => !questions.some((question) => question.id === id))).toEqual([])
    const unknown = questions.flatMap(({ id, choices }) =>
      Object.keys(corrections[id]?.changes ?? {}).filter((choice) => !choices.slice(1).includes(choice)),
    )
    expect(unknown).toEqual([])
  })

  it('says in its action why, on what evidence, and when somebody must look again', () => {
    const asked = contradicted.find(({ question, choice }) => question.id === 'R2' && choice === 'after')
    expect(asked && overlayActions(asked, occasion)[0]).toEqual({
      target: '$.components.parameters.Cursor',
      description: 'What is the cursor parameter called? after',
      update: { name: 'after' },
      'x-reason': 'Question R2 was asked on uat and answered after.',
      'x-evidence': 'observed',
      'x-ends': '2027-05-27',
    })
  })

  it('is the only thing that suggests anything', () => {
    const calm = contradicted.map((asked): Asked => ({ ...asked, verdict: 'confirmed' }))
    expect(suggestedPatch(calm, occasion, read)).toBe('')
    expect(calm.flatMap((asked) => overlayActions(asked, occasion))).toEqual([])
  })
})
