import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readQuestions } from '../src/answers.ts'

const src = new URL('../src/', import.meta.url)

/** The questions that the code of these folders asks. */
function asked(folders: readonly string[]): string[] {
  const ids = folders.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, src)).flatMap((name) => {
      const text = readFileSync(new URL(`${folder}/${name}`, src), 'utf8')
      return [...text.matchAll(/'([RW][0-9]+)'/g)].map((match) => match[1] ?? '')
    }),
  )
  return [...new Set(ids)].toSorted()
}

it('plays every CeFi question that offers choices, and asks no other', () => {
  const offered = [...readQuestions().keys()].filter((id) => /^[RW]/.test(id)).toSorted()
  expect(asked(['cefi-rest', 'cefi-ws'])).toEqual(offered)
})
