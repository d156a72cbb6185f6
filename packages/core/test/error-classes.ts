import { readFileSync } from 'node:fs'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** The class that the README gives each code, for the codes that core raises. */
export const ERROR_CLASSES: ReadonlyMap<string, string> = new Map(
  Array.from(readme.matchAll(/^\| `([a-z_]+)` +\| `(\w+)` +\|/gm), ([, code = '', name = '']) => [code, name]),
)
