// What each rule rejects is in fixtures.test.ts; here is what they accept, where they look, and what they say.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { digest } from '../digest.ts'
import { type JsonObject, objectAt } from '../json.ts'
import { parseDocumentText } from '../load/parse.ts'
import { lintWithParser } from './asyncapi.ts'
import type { Finding } from './finding.ts'
import { lintInferred } from './inferred.ts'
import { lintLock } from './lock.ts'
import { lintOverlay } from './overlay.ts'
import { lintQuestions } from './questions.ts'
import { lintWithRedocly } from './redocly.ts'

const rules = (findings: readonly Finding[]): string[] => findings.map(({ rule }) => rule)
const behaviour = { auth: 'none', retry: 'safe', page: 'none' }

describe('the overlay rules', () => {
  const source: JsonObject = { paths: { '/a': { get: { summary: 'A' } } } }
  const action = {
    target: "$.paths['/a'].get",
    update: { 'x-behaviour': behaviour },
    'x-reason': 'Stated nowhere.',
    'x-evidence': 'inferred',
    'x-ends': '2027-01-01',
  }
  const found = (change: JsonObject): string[] =>
    rules(lintOverlay(source, { actions: [{ ...action, ...change }] }, 'o.yaml', '2026-11-20'))

  it('accept an action with reason, evidence and end that changes something', () => {
    expect(found({})).toEqual([])
  })

  it('name the target that matches nothing, and where it stands', () => {
    const overlay = { actions: [action, { ...action, target: "$.paths['/b'].get" }] }
    expect(lintOverlay(source, overlay, 'o.yaml', '2026-11-20')).toMatchObject([
      {
        at: '#/actions/1/target',
        message: "The target $.paths['/b'].get matches nothing in the contract; correct it or take the action out.",
      },
    ])
  })

  it('take the end date itself as not yet over', () => {
    expect(found({ 'x-ends': '2026-11-20' })).toEqual([])
  })
})

describe('the question rules', () => {
  const question = {
    id: 'G1',
    question: 'What?',
    default: 'This.',
    confidence: 50,
    probe: 'gateway.what',
    settle: 'Ask.',
  }
  const found = (...changes: JsonObject[]): string[] =>
    rules(lintQuestions({ questions: changes.map((change) => ({ ...question, ...change })) }, 'gateway', 'q.yaml'))

  it('accept a question that can be settled', () => {
    expect(found({})).toEqual([])
  })

  it.each([
    ['own/question-id', [{}, {}]],
    ['own/question-probe', [{ probe: 'gateway.What' }]],
  ])('report %s', (rule, changes) => {
    expect(found(...changes)).toEqual([rule])
  })
})

describe('the rules on inferred facts', () => {
  const asked = { questions: [{ id: 'R4' }] }
  const contract = (fact: JsonObject, description = ''): JsonObject => ({
    components: { schemas: { A: { description, properties: { fact } } } },
  })
  const found = (fact: JsonObject, description = ''): string[] =>
    rules(lintInferred(contract(fact, description), asked, 'c.yaml'))

  it.each([
    ['is sure', { 'x-evidence': 'observed' }],
    ['names its question', { 'x-evidence': 'inferred', 'x-question': 'R4' }],
    ['names it in words', { 'x-evidence': 'inferred', description: 'A guess (question R4).' }],
    ['is our own choice', { 'x-evidence-of': { name: 'inferred' }, 'x-own-choice': 'The name is ours.' }],
  ])('accept what %s', (_, fact) => {
    expect(found(fact)).toEqual([])
  })

  it('accept what stands under a description that names the question', () => {
    expect(found({ 'x-evidence': 'inferred' }, 'All of it is question `R4`.')).toEqual([])
  })

  it.each([
    ['as a whole', { 'x-evidence': 'inferred' }],
    ['on one side', { 'x-evidence-of': { name: 'inferred' } }],
    ['in some statuses', { 'x-evidence-statuses': { inferred: ['404'] } }],
    ['in a parameter', { 'x-evidence-parameters': { id: 'inferred' } }],
    ['on some operations', { 'x-evidence-by-operation': { inferred: ['getA'] } }],
    ['with a question that nobody asks', { 'x-evidence': 'inferred', description: 'Question R5.' }],
    ['with the word alone', { 'x-evidence': 'inferred', description: 'An open question.' }],
    ['with a question further down only', { 'x-evidence': 'inferred', items: { description: 'Question R4.' } }],
  ])('report what is inferred %s', (_, fact) => {
    expect(found(fact)).toEqual(['own/inferred-question'])
  })

  it('say where, and what to do', () => {
    expect(lintInferred(contract({ 'x-evidence': 'inferred' }), asked, 'c.yaml')).toEqual([
      {
        rule: 'own/inferred-question',
        severity: 'error',
        file: 'c.yaml',
        at: '#/components/schemas/A/properties/fact',
        message:
          'Inferred, and no question settles it; add x-question, or x-own-choice where it is no fact about the service.',
      },
    ])
  })

  it('report a reference to a question that nobody asks, one by one', () => {
    expect(found({ 'x-question': ['R4', 'R5', 'R6'] })).toEqual(['own/known-question', 'own/known-question'])
  })
})

it('the lock rules accept a contract that is as the lock says', () => {
  const entry = { location: 'https://docs.example', version: '1', file: 'a.yaml', sha256: digest('a'), obtained: {} }
  expect(lintLock({ auth: entry }, 'auth', 'a.yaml', 'a')).toEqual([])
})

describe('the libraries', () => {
  const root = join(import.meta.dirname, '../../../..')
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return relative(root, join(folder, name))
  }

  it('reject an OpenAPI file that breaks its standard', async () => {
    const file = written(
      'o.yaml',
      'openapi: 3.1.0\ninfo: { title: A, version: 1 }\npaths: { /a: { get: { parameters: none } } }\n',
    )
    expect(rules(await lintWithRedocly(file, root))).toContain('redocly/struct')
  })

  const fixtures: Readonly<Record<string, string>> = {
    'operation-description': 'paths: { /a: { get: { operationId: a, responses: {} } } }',
    'tag-description': 'paths: {}\ntags: [{ name: A }]',
    'path-parameters-defined': 'paths: { "/a/{id}": { get: { operationId: a, responses: {} } } }',
    'no-unused-components': 'paths: {}\ncomponents: { schemas: { A: { type: string } } }',
  }
  const settings = parseDocumentText(readFileSync(join(root, 'tools/contracts/redocly.yaml'), 'utf8'), 'redocly.yaml')
  const asked = Object.entries(objectAt(settings, 'rules')).filter(([, severity]) => severity !== 'off')

  it.each(asked)('reject, as the settings ask of them, what breaks %s', async (rule) => {
    const text = fixtures[rule]
    assert.ok(text !== undefined, `${rule} needs a fixture that it must reject`)
    const file = written(`${rule}.yaml`, `openapi: 3.1.0\ninfo: { title: A, version: 1 }\n${text}\n`)
    const found = await lintWithRedocly(file, root)
    expect(found).toContainEqual(expect.objectContaining({ rule: `redocly/${rule}`, severity: 'error' }))
  })

  it('reject an AsyncAPI file that breaks its standard, with line and column', async () => {
    const file = written('a.yaml', 'asyncapi: 3.0.0\ninfo: { title: A, version: 1.0.0 }\nchannels: none\n')
    const findings = await lintWithParser(file, root)
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'error', at: expect.stringMatching(/^3:\d+ #\/channels/) as string }),
    )
  })
})
