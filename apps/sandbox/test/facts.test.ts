import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { soundRules } from '../src/rules.ts'
import { FACTS } from './support/facts.ts'

const here = new URL('./', import.meta.url)
const src = new URL('../src/', import.meta.url)

const tests = new Map(
  readdirSync(here)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => [name.replace('.test.ts', ''), readFileSync(new URL(name, here), 'utf8')]),
)

it.each(FACTS.map(({ sheet, section, rule, file, title }) => [`${sheet}, ${section}: ${rule}`, file, title] as const))(
  '%s is shown by a test',
  (_rule, file, title) => {
    // The title as the source has it, placeholders and all.
    expect(tests.get(file)?.includes(`'${title}'`) || tests.get(file)?.includes(`\`${title}\``)).toBe(true)
  },
)

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
