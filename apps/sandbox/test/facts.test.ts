import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { soundRules } from '../src/rules.ts'
import { FACTS } from './support/facts.ts'

const here = new URL('./', import.meta.url)
const src = new URL('../src/', import.meta.url)

/** What the lines of a test file say that the test under them shows; a line that stands above no test says nothing. */
function shownIn(text: string): string[] {
  const shown: string[] = []
  let above: string[] = []
  for (const line of text.split('\n')) {
    const [, rule] = /^\s*\/\/ Shows (.+)$/.exec(line) ?? []
    if (rule !== undefined) above.push(rule)
    else {
      if (/^\s*(?:it|test|describe)\b/.test(line)) shown.push(...above)
      above = []
    }
  }
  return shown
}

const shown = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => shownIn(readFileSync(new URL(name, here), 'utf8')))

it.each(FACTS)('a test says that it shows %s', (rule) => {
  expect(shown).toContain(rule)
})

it('no test says that it shows a rule that is not listed', () => {
  expect(shown.filter((rule) => !FACTS.includes(rule))).toEqual([])
})

it('a line that has lost its test shows nothing', () => {
  expect(
    shownIn('// Shows Auth, 1: a\n// Shows Auth, 2: b\nit("x")\n// Shows Auth, 3: c\nconst x = 1\nit("y")'),
  ).toEqual(['Auth, 1: a', 'Auth, 2: b'])
})

it('each rule of the sandbox says what it rests on, or that it is our own', () => {
  const folders = { auth: 'auth', gateway: 'gateway', exchange: 'exchange', cefiRest: 'cefi-rest', cefiWs: 'cefi-ws' }
  for (const [part, folder] of Object.entries(folders)) {
    const text = readFileSync(new URL(`${folder}/rules.ts`, src), 'utf8')
    for (const name of Object.keys(soundRules[part as keyof typeof folders])) {
      const comment = new RegExp(String.raw`/\*\*((?:(?!\*/)[\s\S])*)\*/\s+${name}:`).exec(text)?.[1] ?? ''
      expect(`${part}.${name}: ${comment}`).toMatch(/\((?:Auth|Gateway|CeFi REST|CeFi WebSocket), \d|\bours\b/)
    }
  }
})
