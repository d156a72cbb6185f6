import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object }
const others = Object.keys(dependencies)

/** What a file imports, in whichever way. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return Array.from(text.matchAll(/\b(?:from|import|require)\b[\s(]*['"]([^'"]+)['"]/g), ([, name = '']) => name)
}

function isOfItsOwn(name: string, file: string): boolean {
  if (name.startsWith('.')) return !relative(join(root, 'src'), join(root, dirname(file), name)).startsWith('..')
  return name.startsWith('node:') || others.some((other) => name === other || name.startsWith(`${other}/`))
}

it('shares no code with the clients, so that a mistake of theirs cannot agree with itself', () => {
  expect(others.filter((name) => name.startsWith('@truemarkets/'))).toEqual([])
  const imports = globSync('src/**/*.{ts,js}', { cwd: root }).flatMap((file) =>
    importsOf(file).map((name) => ({ file, name })),
  )
  expect(imports.length).toBeGreaterThan(500)
  expect(imports.filter(({ name, file }) => !isOfItsOwn(name, file))).toEqual([])
})
