import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ContractProblem } from './problem.ts'

/** The settings of the repository's formatter that change what it writes, as JSON. */
export function formatterSettings(root: string): string {
  const {
    vcs: _vcs,
    files: _files,
    $schema: _schema,
    ...settings
  } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as Record<string, unknown>
  // Validators can be large, and the folder that is formatted is outside of the repository.
  return JSON.stringify({ ...settings, root: true, files: { maxSize: 64 * 1024 * 1024 } })
}

/**
 * Formats every file of a folder in place with the settings of the repository. What is emitted imports in order already.
 *
 * @throws ContractProblem with what the formatter says of a file that it cannot read.
 */
export async function formatFolder(folder: string, root: string): Promise<void> {
  writeFileSync(join(folder, 'biome.json'), formatterSettings(root))
  const biome = createRequire(join(root, 'package.json')).resolve('@biomejs/biome/bin/biome')
  await new Promise<void>((done, fail) => {
    execFile(
      process.execPath,
      [biome, 'format', '--write', '--colors=off', '--log-level=warn', '--config-path', folder, folder],
      // Where it is started, the formatter looks for other settings.
      { cwd: folder },
      (error, stdout, stderr) => {
        if (error === null) done()
        else fail(new ContractProblem(`The formatter refuses what was generated:\n${stdout}${stderr}`))
      },
    )
  })
}
