import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { GeneratedFiles } from './generate.ts'
import { ContractProblem } from './problem.ts'

/** A generated file that is not what the contract makes it. `line` is the first line that differs. */
export type Difference = {
  readonly file: string
  readonly what: 'missing' | 'extra' | 'differs'
  readonly line?: number
}

/** What differs between a generated folder and what belongs in it. */
export function differences(folder: string, files: GeneratedFiles): Difference[] {
  const present = existsSync(folder) ? readdirSync(folder) : []
  const extra = present
    .filter((file) => !Object.hasOwn(files, file))
    .map((file): Difference => ({ file, what: 'extra' }))
  const changed = Object.entries(files).flatMap(([file, text]): Difference[] => {
    if (!present.includes(file)) return [{ file, what: 'missing' }]
    const found = readFileSync(join(folder, file), 'utf8')
    return found === text ? [] : [{ file, what: 'differs', line: firstDifference(found, text) }]
  })
  return [...changed, ...extra]
}

function firstDifference(a: string, b: string): number {
  const left = a.split('\n')
  const right = b.split('\n')
  return left.findIndex((line, index) => line !== right[index]) + 1 || left.length + 1
}

/**
 * Replaces a generated folder whole: the new one is complete before the old one goes, and the old one returns if the change
 * fails. A link to a folder stays one.
 *
 * @throws ContractProblem where it cannot be written.
 */
export function replaceFolder(folder: string, files: GeneratedFiles): void {
  try {
    replaceAt(existsSync(folder) ? realpathSync(folder) : folder, files)
  } catch (cause) {
    if (cause instanceof ContractProblem || !(cause instanceof Error)) throw cause
    throw new ContractProblem(`${folder} cannot be written (${cause.message}); it is as it was.`)
  }
}

function replaceAt(folder: string, files: GeneratedFiles): void {
  mkdirSync(dirname(folder), { recursive: true })
  const next = `${folder}.next-${process.pid}`
  const old = `${folder}.old-${process.pid}`
  try {
    mkdirSync(next)
    for (const [file, text] of Object.entries(files)) {
      refuseOutside(file)
      mkdirSync(dirname(join(next, file)), { recursive: true })
      writeFileSync(join(next, file), text)
    }
    if (existsSync(folder)) renameSync(folder, old)
    renameSync(next, folder)
  } finally {
    if (existsSync(old) && !existsSync(folder)) renameSync(old, folder)
    rmSync(next, { recursive: true, force: true })
    rmSync(old, { recursive: true, force: true })
  }
}

function refuseOutside(file: string): void {
  if (isAbsolute(file) || file.split(/[/\\]/).includes('..'))
    throw new ContractProblem(`${file} lies outside of the folder that is generated.`)
}
