import { describe, expect, it } from 'vitest'
import { readProblem } from './read-problem.ts'

const read = (text: string): ReturnType<typeof readProblem> => readProblem(text, new Headers(), (same) => same)

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
    expect(read('{"title":"T","detail":{"a":1},"message":"M","code":7}')).toEqual({
      title: 'T',
      message: 'M',
      code: '7',
      fieldViolations: [],
      format: 'json',
    })
  })
})
