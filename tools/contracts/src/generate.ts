import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { digest } from './digest.ts'
import { emitContract } from './emit/contract.ts'
import { header } from './emit/text.ts'
import { formatFolder } from './format.ts'
import type { Json } from './json.ts'
import { refuseFaults } from './lint/refuse.ts'
import { type LoadedContract, loadContract } from './load/contract.ts'
import { emitManifest, type InputDigests } from './manifest.ts'
import { assignNames } from './model/assign-names.ts'
import type { Project } from './projects.ts'
import type { Target } from './target.ts'

/** File name → text. */
export type GeneratedFiles = { readonly [file: string]: string }

/** What is made of a contract, while the formatter is still at it: a program of its own, for which nothing else need wait. */
export type BeingFormatted = { readonly formatted: Promise<GeneratedFiles> }

/**
 * What is generated for one contract, formatted. Nothing is written where it belongs: that is the caller's part. Complaints name
 * the files from the folder the user stands in.
 */
export async function generate(project: Project, root: string): Promise<GeneratedFiles> {
  return (await begin(project, root)).formatted
}

/** The same, given back as soon as it is left to the formatter, so that the next contract can be read meanwhile. */
export async function begin(project: Project, root: string): Promise<BeingFormatted> {
  const fromHere = (file: string): string => relative(process.cwd(), join(root, file))
  return await beginFrom(loadContract(fromHere(project.contract), fromHere(project.overlay)), project, root)
}

/** What is generated for a contract that is loaded already; `project` says what it is called. */
export async function generateFrom(contract: LoadedContract, project: Project, root: string): Promise<GeneratedFiles> {
  return (await beginFrom(contract, project, root)).formatted
}

async function beginFrom(contract: LoadedContract, project: Project, root: string): Promise<BeingFormatted> {
  refuseFaults(contract, project.contract, project.members)
  const digests = digestsOf(contract)
  const overlay = digests.overlay === null ? '' : ` and its overlay (${digests.overlay.slice(0, 12)})`
  const stamp = header(`${project.contract} (${digests.contract.slice(0, 12)})${overlay}`)
  const code = await codeOf(contract, { ...project, ours: true, validators: true }, stamp)
  const finish = async (): Promise<GeneratedFiles> => {
    const document = contract.kind === 'openapi' ? assignNames(contract.document) : contract.document
    const formatted = await formatAll({ ...code, ...emitContract(document, stamp) }, root)
    return { ...formatted, 'manifest.json': emitManifest(digests, formatted, root) }
  }
  const formatted = finish()
  // It may fail before anybody waits for it, and whoever does hears of it.
  formatted.catch(() => {})
  return { formatted }
}

/** The stamped code of a contract, not yet formatted. The heavy libraries are loaded for the kind that needs them. */
export async function codeOf(contract: LoadedContract, target: Target, stamp: string): Promise<GeneratedFiles> {
  const texts =
    contract.kind === 'openapi'
      ? await (await import('./generate-openapi.ts')).generateOpenapi(contract.document, target)
      : await (await import('./generate-asyncapi.ts')).generateAsyncapi(contract.document, target)
  return Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, `${stamp}${text}`]))
}

/** Digests of a contract and its overlay. Both were put in canonical order when they were loaded, so the order of keys says nothing. */
export function digestsOf(contract: LoadedContract): InputDigests {
  return {
    contract: digestOf(contract.source),
    overlay: contract.overlay === undefined ? null : digestOf(contract.overlay),
  }
}

function digestOf(document: Json): string {
  return digest(JSON.stringify(document))
}

/** The files as the formatter of the repository writes them. */
export async function formatAll(files: GeneratedFiles, root: string): Promise<GeneratedFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'contracts-'))
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    await formatFolder(folder, root)
    return Object.fromEntries(Object.keys(files).map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
