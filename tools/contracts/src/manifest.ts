import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { digest } from './digest.ts'
import { formatterSettings } from './format.ts'

/** Digests of what a package was generated from. The keys of a contract have no order, so the digests ignore it. */
export type InputDigests = { readonly contract: string; readonly overlay: string | null }

/** The manifest: what a generated folder was made from, and what it must hold. */
export function emitManifest(inputs: InputDigests, files: { readonly [file: string]: string }, root: string): string {
  const outputs: { [file: string]: string } = {}
  for (const [file, text] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) outputs[file] = digest(text)
  const manifest = { generator: generatorVersion(root), contract: inputs.contract, overlay: inputs.overlay, outputs }
  // Maps of plain texts are written by JSON.stringify as the formatter would.
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}

const versions = new Map<string, string>()

/** Version of the generator: a digest of its own sources, its dependencies and the formatter settings. */
export function generatorVersion(root: string): string {
  const known = versions.get(root) ?? readVersion(root)
  versions.set(root, known)
  return known
}

function readVersion(root: string): string {
  const folder = join(root, 'tools/contracts')
  const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
    .map((file) => `${file}\n${readFileSync(join(folder, 'src', file), 'utf8')}`)
  return digest([...sources, readFileSync(join(folder, 'package.json'), 'utf8'), formatterSettings(root)].join('\n'))
}
