import { expect, it } from 'vitest'
import { scrubbing } from '../src/run/scrub.ts'
import { answer, contracts, exchange } from './fakes.ts'

const body = { title: 'Moby Dick', binding: 'paper', tags: ['title'], text: 'gone since\nTuesday', price: 12345 }
const words = 'the title of Moby Dick, in paper, was gone since the 12345th'

it.each([
  ['uat', 'the title of ‹left out›, in paper, was ‹left out› the ‹left out›th'],
  ['sandbox', words],
] as const)('of what was exchanged with %s, a failure tells the words that the contracts print', (target, scrubbed) => {
  const scrub = scrubbing(target, contracts)([exchange(answer(200, body))])
  expect(scrub(words)).toBe(scrubbed)
})
