import { execFileSync } from 'node:child_process'
import { ContractProblem, reasonOf } from '../problem.ts'

/** The few things asked of git, in one repository. */
export type Git = {
  /** Files below these paths that differ from the last commit. */
  readonly dirty: (paths: readonly string[]) => string[]
  /** A file at the last commit, or `undefined` where it is not there. */
  readonly committed: (file: string) => string | undefined
  /** Whether there is a branch of this name. */
  readonly hasBranch: (name: string) => boolean
  /** Commits these paths on a new branch. */
  readonly commitOn: (branch: string, paths: readonly string[], message: string) => void
}

/** Git in the folder `root`. */
export function gitIn(root: string): Git {
  const git = (...args: string[]): string => {
    try {
      return execFileSync('git', args, {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    } catch (cause) {
      throw new ContractProblem(`git ${args[0]} failed: ${reasonOf(cause)}`)
    }
  }
  return {
    dirty: (paths) =>
      git('status', '--porcelain', '--', ...paths)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.slice(3)),
    committed: (file) =>
      git('ls-tree', '--name-only', 'HEAD', '--', file).trim() === '' ? undefined : git('show', `HEAD:${file}`),
    hasBranch: (name) => git('branch', '--list', name).trim() !== '',
    commitOn: (branch, paths, message) => {
      git('switch', '--create', branch)
      git('add', '--', ...paths)
      git('commit', '--quiet', '--message', message, '--', ...paths)
    },
  }
}
