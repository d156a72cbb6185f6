import { describe, expect, it } from 'vitest'
import type { Problem } from '../errors/problem.ts'
import { readProblem } from './read-problem.ts'

const read = (body: unknown, headers: Record<string, string> = {}): Problem =>
  readProblem(typeof body === 'string' ? body : JSON.stringify(body), new Headers(headers), (same) => same)

describe('what a server says about a failure', () => {
  it.each([
    ['a text', (said: string) => said],
    ['JSON', (said: string) => JSON.stringify({ message: said })],
    ['a problem in an envelope', (said: string) => JSON.stringify({ error: { detail: said } })],
  ])('is one line without control characters, said as %s', (_, body) => {
    const said = 'no\r\n2026-11-26 INFO all is well\u001b[2J\u0007\u009b1m\u202egnihton\u2028'
    expect(read(body(said)).message).toBe('no 2026-11-26 INFO all is well [2J 1m gnihton')
  })

  it('is cut where it is long, and never inside of a character', () => {
    expect(read('a'.repeat(500)).message).toBe('a'.repeat(500))
    expect(read('a'.repeat(501)).message).toBe(`${'a'.repeat(500)}...`)
    expect(read(`${'a'.repeat(499)}𝄞𝄞`).message).toBe(`${'a'.repeat(499)}...`)
  })

  it('is taken from the first member that says it', () => {
    expect(read('{"title":"T","detail":{"a":1},"message":"M","code":7}')).toMatchObject({ title: 'T', message: 'M' })
  })

  it('has the id of the service rather than that of a proxy in front of it', () => {
    expect(read({ request_id: 'r-1' }, { 'x-request-id': 'h-1' }).requestId).toBe('r-1')
    expect(read('', { 'x-request-id': 'h-1' }).requestId).toBe('h-1')
  })
})

describe('every shape of a failure is read', () => {
  const problem = { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'no qty', instance: '/orders' }
  const gateway = {
    type: 'failed_precondition',
    code: 'quote_stale',
    message: 'stale',
    field_violations: [{ field: 'qty', message: 'too small' }, { field: 1 }],
    request_id: 'r-1',
  }
  const unknown = { errors: [{ detail: 'too small', source: { pointer: '/qty' } }] }

  it.each<[string, unknown, Partial<Problem>]>([
    ['RFC 7807', problem, { type: 'about:blank', title: 'Bad Request', message: 'no qty', instance: '/orders' }],
    [
      'RFC 7807 in an envelope',
      { error: problem },
      { type: 'about:blank', title: 'Bad Request', message: 'no qty', instance: '/orders' },
    ],
    ['a message alone', { message: 'bad' }, { message: 'bad' }],
    [
      'that of the Gateway, with its violations and its id',
      gateway,
      {
        type: 'failed_precondition',
        code: 'quote_stale',
        message: 'stale',
        fieldViolations: [{ field: 'qty', message: 'too small' }],
        requestId: 'r-1',
      },
    ],
    ['one with a number for a code', { error: '', message: 'boom', code: 500 }, { message: 'boom', code: '500' }],
    ['an error text without a message', { error: 'nope' }, { message: 'nope' }],
    ['one that nobody knows, of which all is passed on', unknown, { message: JSON.stringify(unknown) }],
    [
      'nothing in an envelope that nobody knows',
      { error: { a: 1 }, code: '' },
      { message: '{"error":{"a":1},"code":""}' },
    ],
    ['an empty object', {}, {}],
  ])('%s', (_, body, said) => {
    expect(read(body)).toEqual({ fieldViolations: [], format: 'json', ...said })
  })

  it.each([
    ['a list', '[1]'],
    ['null', 'null'],
    ['a number', '7'],
    ['cut JSON', '{"message":'],
  ])('%s, as text', (_, text) => {
    expect(read(text)).toEqual({ message: text, fieldViolations: [], format: 'text' })
  })

  it.each([
    ['HTML, of which nothing is quoted', '  <!DOCTYPE html><title>blocked</title>', 'html'],
    ['nothing at all', '', 'empty'],
  ])('%s', (_, text, format) => {
    expect(read(text)).toEqual({ fieldViolations: [], format })
  })
})
