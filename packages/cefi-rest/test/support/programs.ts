import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const folder = new URL('../../reports/examples/', import.meta.url)
const tsc = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url))

/** Writes programs to a folder that nothing else looks at, with the package itself under its name. */
export function writePrograms(programs: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, code] of programs) {
    writeFileSync(fileOf(name), `${code.replaceAll("'@truemarkets/cefi-rest'", "'../../src/index.ts'")}\nexport {}\n`)
  }
  const compilerOptions = { noEmit: true, rootDir: '../../../..', types: ['node'], noUnusedLocals: false }
  const config = { extends: '../../tsconfig.json', compilerOptions, include: ['*.ts'] }
  writeFileSync(new URL('tsconfig.json', folder), JSON.stringify(config))
}

/** What the compiler says about the programs; empty when they are right. */
export function typeErrors(): string {
  try {
    execFileSync(process.execPath, [tsc, '-p', fileURLToPath(folder)], { encoding: 'utf8', stdio: 'pipe' })
    return ''
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout) || error.message
    throw error
  }
}

/** Runs a program to its end. */
export async function run(name: string): Promise<void> {
  await import(pathToFileURL(fileOf(name)).href)
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(`${name}.ts`, folder))
}
