// The command line: a sentence and an exit code for whoever mistypes.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const main = join(import.meta.dirname, '../src/main.ts')

function contracts(args: readonly string[], env = {}): { readonly status: number | null; readonly errors: string } {
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
    env: { ...process.env, ...env },
  })
  return { status, errors: stderr.trim() }
}

describe('the command line', () => {
  it.each([
    [['generate', '--api', 'fix'], 'There is no API called fix; there are auth, gateway, cefi-rest, cefi-ws.'],
    [['generate', '--spec', 'a.yaml'], '--spec needs --out and --name.'],
    [
      ['generate', '--spec', 'absent.yaml', '--out', 'x', '--name', 'x'],
      "absent.yaml cannot be read: ENOENT: no such file or directory, open 'absent.yaml'",
    ],
    [['pull', '--from', 'a.yaml'], '--from is about one contract: name it with --api.'],
    [
      ['diff', '--format', 'pdf'],
      "error: option '--format <format>' argument 'pdf' is invalid. Allowed choices are text, markdown, json.",
    ],
  ])('answers %j with a sentence and no stack', (args, sentence) => {
    expect(contracts(args)).toEqual({ status: 1, errors: sentence })
  })

  it.each([
    [{ GIT_DIR: '/nowhere', LC_ALL: 'C' }, "fatal: not a git repository: '/nowhere'"],
    [{ PATH: '' }, 'spawnSync git ENOENT'],
  ])('says why nothing is a revision, with %j', (env, why) => {
    const errors = `HEAD is neither a file nor a revision of this repository.\n${why}`
    expect(contracts(['diff', '--api', 'auth'], env)).toEqual({ status: 1, errors })
  })
})
