import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the checks read of a package's manifest. */
export type Manifest = {
  readonly name: string
  readonly exports: Readonly<Record<string, { readonly types: string }>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

/** A package of the workspace that is published. */
export type Published = { readonly folder: string; readonly manifest: Manifest }

/** Every package under `packages/`. */
export function publishedPackages(root: string): Published[] {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))
  return folders.map((folder) => ({ folder, manifest: manifestIn(folder) }))
}

/** The manifest in a folder. */
export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** What a program may write after `from`, for every path a package offers. */
export function entriesOf({ name, exports }: Manifest): string[] {
  return Object.keys(exports).map((path) => `${name}${path.slice(1)}`)
}

/** The declaration files of all paths a package offers, relative to it. */
export function declarationsOf({ exports }: Manifest): string[] {
  return Object.values(exports).map(({ types }) => types)
}
