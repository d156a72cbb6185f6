import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Answers, readQuestions } from '../src/answers.ts'

const src = new URL('../src/', import.meta.url)

/** The questions that the code asks. */
function asked(): string[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const ids = files.flatMap((name) => {
    const text = readFileSync(new URL(name, src), 'utf8')
    return [...text.matchAll(/'([AGRW][0-9]+)'/g)].map((match) => match[1] ?? '')
  })
  return [...new Set(ids)].toSorted()
}

it('plays every open question, and asks no other', () => {
  const questions = readQuestions()
  expect(questions.size).toBeGreaterThan(0)
  expect([...questions.values()].filter(({ choices }) => choices.length < 2)).toEqual([])
  expect(asked()).toEqual([...questions.keys()].toSorted())
})

it('knows the worlds in which the contract is wrong', () => {
  expect([{}, { R20: 'object' }, { R20: 'other' }, { R2: 'after', W3: 'other' }].map(isDrift)).toEqual([
    false,
    false,
    true,
    true,
  ])
})

it('refuses a question that nobody asked, and a choice that it does not offer', () => {
  expect(() => new Answers({ R99: 'x' })).toThrow(/There is no open question R99; they are A1, /)
  expect(() => new Answers({ R2: 'x' })).toThrow(
    'Question R2 offers cursor, next_cursor, after, page_token; "x" is none',
  )
})

function isDrift(choices: Readonly<Record<string, string>>): boolean {
  return new Answers(choices).isDrift
}
