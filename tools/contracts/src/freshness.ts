import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { digest } from './digest.ts'
import { generatorVersion } from './manifest.ts'
import type { Project } from './projects.ts'

/**
 * Whether a package was generated from exactly these files and has not been touched since. The answer rests on the bytes
 * of the inputs and outputs, kept outside version control: the manifests ignore the order of a contract's keys, and
 * finding that order costs more than generating saves.
 */
export function isFresh(project: Project, root: string): boolean {
  const memory = memoryOf(project, root)
  return existsSync(memory) && readFileSync(memory, 'utf8') === fingerprint(project, root)
}

/** Notes that a package is what its inputs make it. Where nothing can be written, the next run takes longer, and that is all. */
export function remember(project: Project, root: string): void {
  const memory = memoryOf(project, root)
  try {
    mkdirSync(dirname(memory), { recursive: true })
    writeFileSync(memory, fingerprint(project, root))
  } catch (cause) {
    if (!UNWRITABLE.has(codeOf(cause))) throw cause
  }
}

const UNWRITABLE: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS'])

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}

function memoryOf(project: Project, root: string): string {
  return join(root, 'node_modules/.cache/contracts', `${project.api}.sha256`)
}

function fingerprint(project: Project, root: string): string {
  const out = join(root, project.out)
  const outputs = existsSync(out) ? readdirSync(out).map((file) => join(project.out, file)) : []
  const files = [project.contract, project.overlay, ...outputs.sort()]
  const parts = files.map(
    (file) => `${file} ${existsSync(join(root, file)) ? digest(readFileSync(join(root, file))) : 'missing'}`,
  )
  return digest([generatorVersion(root), ...parts].join('\n'))
}
