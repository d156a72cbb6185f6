import { describe, expect, it } from 'vitest'
import { type Finding, type Rule, rules } from '../src/audit/finding.ts'
import { auditHttp } from '../src/audit/http.ts'
import { auditSocket } from '../src/audit/socket.ts'
import type { HttpAnswer } from '../src/record/exchange.ts'
import { answer, exchange, goodBook, received, shop, tape } from './fakes.ts'

type Fixture = { rule: Rule; what: string; findings: () => Finding[]; at: string }

const bases = ['/shop']
const get = (response: HttpAnswer) => () => auditHttp(shop, bases, exchange(response))
const best = (version: string, body: unknown) =>
  auditHttp(
    shop,
    bases,
    exchange(answer(200, body), { path: '/books/best', requestHeaders: { 'x-truex-version': version } }),
  )

/** One deviation each: the rule must name it, at its place, and nothing else may fire. */
const fixtures: Fixture[] = [
  {
    rule: 'undocumented-operation',
    what: 'a path that is not in the contract',
    findings: () => auditHttp(shop, bases, exchange(answer(200, {}), { path: '/films' })),
    at: '',
  },
  { rule: 'undocumented-status', what: 'a teapot', findings: get(answer(418, {})), at: '' },
  {
    rule: 'undocumented-header',
    what: 'a header on an answer that declares none',
    findings: get(answer(200, goodBook, { 'content-type': 'application/json', 'x-shelf': '3' })),
    at: '',
  },
  { rule: 'content-type', what: 'HTML', findings: get(answer(200, '<p>', { 'content-type': 'text/html' })), at: '' },
  { rule: 'not-json', what: 'half a body', findings: get(answer(200, '{"id":')), at: '' },
  { rule: 'missing-body', what: 'an empty body', findings: get(answer(200, '')), at: '' },
  { rule: 'missing-required', what: 'no id', findings: get(answer(200, { title: 'Ice' })), at: '/id' },
  {
    rule: 'wrong-type',
    what: 'a price as a number',
    findings: get(answer(200, { ...goodBook, price: 9.5 })),
    at: '/price',
  },
  {
    rule: 'undocumented-enum-value',
    what: 'a binding nobody listed',
    findings: get(answer(200, { ...goodBook, binding: 'leather' })),
    at: '/binding',
  },
  {
    rule: 'invalid-value',
    what: 'a price in words',
    findings: get(answer(200, { ...goodBook, price: 'ten' })),
    at: '/price',
  },
  {
    rule: 'unknown-field',
    what: 'a member inside an array',
    findings: get(answer(200, { ...goodBook, tags: [{ name: 'new' }, { colour: 'red' }] })),
    at: '/tags/*/colour',
  },
  {
    rule: 'undocumented-message',
    what: 'a channel that is not in the contract',
    findings: () => auditSocket(tape, received({ channel: 'NEWS', update: 'UPDATE' })),
    at: '',
  },
  {
    rule: 'accepted-invalid-request',
    what: 'a book without a title that was taken',
    findings: () =>
      auditHttp(shop, bases, exchange(answer(201, goodBook), { path: '/books', method: 'POST', requestBody: '{}' })),
    at: '/title',
  },
]

describe('the audit', () => {
  for (const { rule, what, findings, at } of fixtures) {
    it(`reports ${rule} for ${what}, and nothing else`, () => {
      expect(findings().map((finding) => ({ rule: finding.rule, at: finding.at }))).toEqual([{ rule, at }])
    })
  }

  it('has a fixture for every rule', () => {
    expect(fixtures.map(({ rule }) => rule).sort()).toEqual(Object.keys(rules).sort())
  })

  it('tells of what may have one of two shapes what is wrong in the one it has, and not that it has not the other', () => {
    const page = exchange(answer(200, { data: [{ ...goodBook, price: 9.5 }] }), { path: '/books/best' })
    const book = exchange(answer(200, { ...goodBook, printed: 'long ago' }))
    const findings = [page, book].flatMap((one) => auditHttp(shop, bases, one))
    expect(findings.map(({ rule, at }) => [rule, at])).toEqual([
      ['wrong-type', '/data/*/price'],
      ['invalid-value', '/printed'],
    ])
  })

  it('tells of a row that has neither shape also where another row has one', () => {
    const page = exchange(answer(200, { data: ['Ice', { ...goodBook, price: 9.5 }] }), { path: '/books/best' })
    const findings = auditHttp(shop, bases, page).map(({ rule, at }) => [rule, at])
    expect(findings).toContainEqual(['wrong-type', '/data/*'])
    expect(findings).toContainEqual(['wrong-type', '/data/*/price'])
  })

  it('finds nothing in an answer that keeps to the contract', () => {
    expect(auditHttp(shop, bases, exchange(answer(200, goodBook)))).toEqual([])
  })

  it('lets ordinary headers and declared headers pass', () => {
    const edge = { 'cf-ray': '7', 'strict-transport-security': 'max-age=1', 'set-cookie': '__cf_bm=1' }
    const headers = { 'content-type': 'application/json; charset=utf-8', date: 'now', 'x-shelf': '3', ...edge }
    const made = exchange(answer(201, goodBook, headers), {
      path: '/books',
      method: 'POST',
      requestBody: '{"title":"Ice"}',
    })
    expect(auditHttp(shop, bases, made)).toEqual([])
  })

  it('takes a literal path before a parameter', () => {
    expect(best('v2026_01_23', { data: [goodBook] })).toEqual([])
  })

  it('judges an answer by the version its request named', () => {
    expect(best('v2024_01_01', [goodBook])).toEqual([])
    expect(best('v2024_01_01', { data: [] }).map(({ rule }) => rule)).toEqual(['wrong-type'])
    expect(best('v2026_01_23', []).map(({ rule }) => rule)).toEqual(['wrong-type'])
  })

  it('audits every received frame by its channel and update together', () => {
    const frames = received(
      { channel: 'PRICE', update: 'SNAPSHOT', data: { price: '1' } },
      { channel: 'PRICE', update: 'DONE' },
      { channel: 'PRICE', update: 'UPDATE', data: { price: 1, side: 'buy' } },
      'not json',
    )
    expect(auditSocket(tape, frames).map(({ subject, rule, at }) => [subject, rule, at])).toEqual([
      ['price', 'wrong-type', '/data/price'],
      ['price', 'unknown-field', '/data/side'],
      ['frame', 'not-json', ''],
    ])
  })
})
