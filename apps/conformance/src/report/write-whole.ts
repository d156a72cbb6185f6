import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a run found could not be written down. */
export class UnwritableError extends Error {
  override readonly name = 'UnwritableError'

  constructor(path: string, cause: unknown) {
    super(`${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/**
 * Writes a file whole or not at all: a run that is killed, a disk that is full or another run beside this one leaves what was
 * there, never half of something.
 */
export function writeWhole(path: string, text: string): void {
  const fresh = `${path}.${process.pid}.new`
  try {
    writeFileSync(fresh, text)
    renameSync(fresh, path)
  } catch (cause) {
    if (existsSync(fresh)) rmSync(fresh)
    throw new UnwritableError(path, cause)
  }
}

/** Makes a folder where it is missing, and throws unless a file can be made in it: root may write anywhere, and yet cannot. */
export function prepareFolder(folder: string): void {
  const trial = join(folder, `.conformance.${process.pid}`)
  try {
    makeFolder(folder)
    writeFileSync(trial, '')
    rmSync(trial)
  } catch (cause) {
    throw new UnwritableError(folder, cause)
  }
}

/** One by one: `mkdir` of Node.js with `recursive` does not come back from a folder below /proc that cannot be made. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (cause) {
    // Another run may have made it meanwhile.
    if (!existsSync(folder)) throw cause
  }
}
