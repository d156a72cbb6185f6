// The smallest fixture that each rule must reject. A rule without one does not compile, and fails here too.
import { describe, expect, it } from 'vitest'
import { digest } from '../digest.ts'
import type { JsonObject } from '../json.ts'
import { lintAmounts } from './amounts.ts'
import { lintBehaviour } from './behaviour.ts'
import { type Finding, OWN_RULES, type OwnRule } from './finding.ts'
import { lintFrames } from './frames.ts'
import { lintInferred } from './inferred.ts'
import { lintLock } from './lock.ts'
import { lintNames } from './names.ts'
import { lintOverlay } from './overlay.ts'
import { lintPaging } from './paging.ts'
import { lintQuestions } from './questions.ts'
import { lintReceivable } from './receivable.ts'
import { lintReadable } from './refuse.ts'
import { lintSendable } from './sendable.ts'
import { lintUnions } from './unions.ts'

const schemas = (named: JsonObject): JsonObject => ({ openapi: '3.1.0', paths: {}, components: { schemas: named } })
const get = (operation: JsonObject): JsonObject => ({ openapi: '3.1.0', paths: { '/a': { get: operation } } })
const openapi = (document: JsonObject): Finding[] => lintReadable(document, 'openapi', 'c.yaml')
const asyncapi = (document: JsonObject): Finding[] => lintReadable(document, 'asyncapi', 'c.yaml')

const inferred = (fact: JsonObject): Finding[] => lintInferred(schemas({ A: fact }), { questions: [] }, 'c.yaml')

function overlay(change: JsonObject): Finding[] {
  const evident = { 'x-reason': 'Stated nowhere.', 'x-evidence': 'inferred', 'x-ends': '2027-01-01' }
  const action = { target: "$.paths['/a'].get", update: { summary: 'B' }, ...evident, ...change }
  return lintOverlay(get({ summary: 'A' }), { actions: [action] }, 'o.yaml', '2026-11-20')
}

function question(change: JsonObject): Finding[] {
  const whole = { id: 'G1', question: 'What?', default: 'This.', probe: 'gateway.what', settle: 'Ask.' }
  return lintQuestions({ questions: [{ ...whole, ...change }] }, 'gateway', 'q.yaml')
}

function lock(change: JsonObject): Finding[] {
  const entry = { location: 'https://docs.example', version: '1', file: 'a.yaml', sha256: digest('a'), obtained: {} }
  return lintLock({ auth: { ...entry, ...change } }, 'auth', 'a.yaml', 'a')
}

const fixtures: Readonly<Record<OwnRule, () => readonly Finding[]>> = {
  action: () => asyncapi({ operations: { a: { action: 'publish' } } }),
  amount: () => lintAmounts(schemas({ A: { type: 'number' } }), 'c.yaml'),
  behaviour: () => lintBehaviour(get({}), 'openapi', 'c.yaml'),
  composition: () => openapi(schemas({ A: { allOf: [{ $ref: '#/components/schemas/A' }] } })),
  contradiction: () => asyncapi(schemas({ A: { type: 'object', allOf: [{ type: 'string' }] } })),
  frame: () => lintFrames({ components: { messages: { m: { contentType: 'text/csv' } } } }, 'c.yaml'),
  'inferred-question': () => inferred({ 'x-evidence': 'inferred' }),
  'known-question': () => inferred({ 'x-question': 'R4' }),
  'lock-digest': () => lock({ sha256: digest('b') }),
  'lock-file': () => lock({ file: 'b.yaml' }),
  name: () => lintNames(get({ operationId: 'raw' }), ['raw'], 'c.yaml'),
  operation: () => openapi({ openapi: '3.1.0', paths: { '/a': { query: {} } } }),
  'overlay-ended': () => overlay({ 'x-ends': '2026-11-19' }),
  'overlay-ends': () => overlay({ 'x-ends': 'soon' }),
  'overlay-evidence': () => overlay({ 'x-evidence': 'rumour' }),
  'overlay-matches': () => overlay({ target: "$.paths['/b'].get" }),
  'overlay-not-upstream': () => overlay({ update: { summary: 'A' } }),
  'overlay-reason': () => overlay({ 'x-reason': '' }),
  'own-choice': () => inferred({ 'x-evidence': 'inferred', 'x-own-choice': true }),
  paging: () => {
    const parameters = ['skip', 'size'].map((name) => ({ name, in: 'query' }))
    return lintPaging(get({ 'x-behaviour': { page: 'offset' }, parameters }), 'c.yaml')
  },
  part: () => openapi(get({ responses: { 200: null } })),
  payload: () => asyncapi({ components: { messages: { m: { schemaFormat: 'application/vnd.apache.avro' } } } }),
  'question-confidence': () => question({}),
  'question-default': () => question({ confidence: 50, default: '' }),
  'question-id': () => question({ confidence: 50, id: 'one' }),
  'question-probe': () => question({ confidence: 50, probe: 'auth.what' }),
  'question-question': () => question({ confidence: 50, question: '' }),
  'question-settle': () => question({ confidence: 50, settle: '' }),
  receivable: () => lintReceivable(get({ responses: { 200: { content: { 'text/csv': {} } } } }), 'c.yaml'),
  schema: () => openapi(schemas({ A: { type: 'float' } })),
  sendable: () => lintSendable(get({ parameters: [{ name: 'q', in: 'cookie' }] }), 'c.yaml'),
  'union-narrows': () =>
    lintUnions(
      schemas({ A: {}, U: { oneOf: [{ $ref: '#/components/schemas/A' }], discriminator: { propertyName: 'kind' } } }),
      'openapi',
      'c.yaml',
    ),
}

describe('every rule of our own', () => {
  it.each(OWN_RULES)('%s rejects its fixture', (rule) => {
    expect(fixtures[rule]().map((finding) => finding.rule)).toEqual([`own/${rule}`])
  })
})
