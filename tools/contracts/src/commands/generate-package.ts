import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { emitPackage } from '../emit/package.ts'
import { GENERATED, header } from '../emit/text.ts'
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
  for (const warning of refuseFaults(contract, spec)) console.error(warning)
  const digests = digestsOf(contract)
  const stamp = header(`${basename(spec)} (${digests.contract.slice(0, 12)})`)
  const code = await codeOf(
    contract,
    { prefix: pascalCase(name.split('/').at(-1) ?? name), ours: false, validators },
    stamp,
  )
  const sources = Object.fromEntries(Object.entries(code).map(([file, text]) => [`src/${file}`, text]))
  replaceFolder(folder, await formatAll({ ...sources, ...emitPackage(name, contract.kind, validators) }, root))
}

// The folder is replaced whole, so it must be new, empty, or of this generator's making.
function refuseForeignFolder(folder: string): void {
  if (!existsSync(folder)) return
  if (!statSync(folder).isDirectory())
    throw new ContractProblem(`${folder} is a file; name a folder of its own with --out.`)
  const present = readdirSync(folder)
  const source = join(folder, 'src')
  const code = present.includes('src') ? readdirSync(source).map((file) => join('src', file)) : []
  const foreign =
    present.find((file) => !OWN.has(file)) ??
    code.find((file) => !isGenerated(join(folder, file))) ??
    (code.length === 0 ? present[0] : undefined)
  if (foreign !== undefined)
    throw new ContractProblem(
      `${folder} holds ${foreign}, which was not generated; name a folder of its own with --out.`,
    )
}

/** What a package of ours holds, once it is installed and built. */
const OWN = new Set(['package.json', 'tsconfig.json', 'src', 'dist', 'node_modules'])

function isGenerated(file: string): boolean {
  return statSync(file).isFile() && readFileSync(file, 'utf8').startsWith(GENERATED)
}
