import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsdown'

// The build of every package: each path that its package.json offers becomes one file, so that importing a client reads a
// handful of files instead of a hundred. Types are left to tsc.
const manifest = readFileSync('package.json', 'utf8')
const offered = new Set(manifest.match(/(?<="\.\/dist\/)[^"]+(?=\.js")/g))

export default defineConfig({
  cwd: process.cwd(),
  entry: Object.fromEntries([...offered].map((path) => [path, `src/${path}.ts`])),
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  outExtensions: () => ({ js: '.js' }),
  deps: { neverBundle: [/^#/, /^@truemarkets\//, /^node:/] },
  dts: false,
  sourcemap: true,
  // Editors show the documentation in the types, debuggers that in the source map: here it would only make imports slower.
  outputOptions: { comments: { jsdoc: false, annotation: true, legal: true } },
  hash: false,
  logLevel: 'warn',
})
