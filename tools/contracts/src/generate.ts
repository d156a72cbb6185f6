import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digest } from './digest.ts'
import { emitContract } from './emit/contract.ts'
import { header } from './emit/text.ts'
import { formatFolder } from './format.ts'
import { generateAsyncapi } from './generate-asyncapi.ts'
import { generateOpenapi } from './generate-openapi.ts'
import { canonical, type Json } from './json.ts'
import { type LoadedContract, loadContract } from './load/contract.ts'
import { emitManifest } from './manifest.ts'
import type { Project } from './projects.ts'

/** File name → text. */
export type GeneratedFiles = { readonly [file: string]: string }

/** What is generated for one contract, formatted. Nothing is written where it belongs: that is the caller's part. */
export async function generate(project: Project, root: string): Promise<GeneratedFiles> {
  return generateFrom(loadContract(join(root, project.contract), join(root, project.overlay)), project, root)
}

/** The same for a contract that is loaded already; `project` says what it is called. */
export async function generateFrom(contract: LoadedContract, project: Project, root: string): Promise<GeneratedFiles> {
  const digests = {
    contract: digestOf(contract.source),
    overlay: contract.overlay === undefined ? null : digestOf(contract.overlay),
  }
  const stamp = header(
    `${project.contract} (${digests.contract.slice(0, 12)})${digests.overlay === null ? '' : ` and its overlay (${digests.overlay.slice(0, 12)})`}`,
  )
  const texts =
    contract.kind === 'openapi'
      ? await generateOpenapi(contract.document, project)
      : await generateAsyncapi(contract.document, project)
  const code = Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, `${stamp}${text}`]))
  const formatted = formatAll({ ...code, ...emitContract(contract.document, stamp) }, root)
  const manifest = emitManifest(digests, formatted, root)
  return { ...formatted, ...formatAll({ 'manifest.json': manifest }, root) }
}

function digestOf(document: Json): string {
  return digest(JSON.stringify(canonical(document)))
}

function formatAll(files: GeneratedFiles, root: string): GeneratedFiles {
  const folder = mkdtempSync(join(tmpdir(), 'contracts-'))
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
    formatFolder(folder, root)
    return Object.fromEntries(Object.keys(files).map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
