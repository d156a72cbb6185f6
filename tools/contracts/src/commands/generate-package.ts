import { existsSync, readdirSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { emitPackage } from '../emit/package.ts'
import { header } from '../emit/text.ts'
import { codeOf, digestsOf, formatAll } from '../generate.ts'
import { refuseFaults } from '../lint/refuse.ts'
import { loadForeign } from '../load/foreign.ts'
import { pascalCase } from '../model/names.ts'
import { ContractProblem } from '../problem.ts'
import { replaceFolder } from '../write.ts'

/** What `contracts generate --spec` is asked for. */
export type PackageOptions = {
  readonly root: string
  readonly spec: string
  readonly out: string
  readonly name: string
  readonly validators: boolean
}

/**
 * Turns any contract into a package of its own.
 *
 * @throws ContractProblem for a name npm would not take, a folder that holds something else, or a contract that cannot be read.
 */
export async function generatePackage({ root, spec, out, name, validators }: PackageOptions): Promise<void> {
  if (!/^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name))
    throw new ContractProblem(`${name} is no name for a package.`)
  const folder = resolve(out)
  refuseForeignFolder(folder)
  const contract = await loadForeign(spec)
  refuseFaults(contract, spec)
  const digests = digestsOf(contract)
  const stamp = header(`${basename(spec)} (${digests.contract.slice(0, 12)})`)
  const code = await codeOf(
    contract,
    { prefix: pascalCase(name.split('/').at(-1) ?? name), ours: false, validators },
    stamp,
  )
  const sources = Object.fromEntries(Object.entries(code).map(([file, text]) => [`src/${file}`, text]))
  replaceFolder(folder, formatAll({ ...sources, ...emitPackage(name, contract.kind, validators) }, root))
}

// The folder is replaced whole, so it must be new, empty, or of this generator's making.
function refuseForeignFolder(folder: string): void {
  if (!existsSync(folder)) return
  const own = new Set(['package.json', 'tsconfig.json', 'src', 'dist', 'node_modules'])
  const foreign = readdirSync(folder).find((file) => !own.has(file))
  if (foreign !== undefined)
    throw new ContractProblem(
      `${folder} holds ${foreign}, which was not generated; name a folder of its own with --out.`,
    )
}
