import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommand } from '../src/command.ts'
import { reportFolder, repository } from '../src/commands/common.ts'
import { type Options, parseOptions } from '../src/options.ts'
import type { Engine } from '../src/runtime/runtimes.ts'
import { liveProfiles, systemTools } from '../src/target/live.ts'
import { newReports, programs, removeReports, runHere, runProcess } from './run-process.ts'

/** A run of the real command line; what it says, and how it ends. */
type Row = { what: string; args: string[]; code: number; says: string | RegExp; env?: Record<string, string> }

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  runHere((all) => runCommand(all, { live: liveProfiles, tools: { ...systemTools(), environment: env } }), args)

/** Seen from outside, where the program ends with what the command comes back with. */
const processRows: Row[] = [
  {
    what: '1 when a case failed',
    args: ['--answer', 'R7=elsewhere', '--case', 'cefi-rest.list-order-trades.maker'],
    code: 1,
    says: /pnpm conformance --answer R7=elsewhere --case cefi-rest\.list-order-trades\.maker --seed 1/,
  },
  { what: '3 without credentials', args: ['--target', 'uat'], code: 3, says: 'Nothing was sent' },
  { what: '2 for an unknown option', args: ['--nonsense'], code: 2, says: 'unknown option' },
  { what: '0 for help', args: ['--help'], code: 0, says: 'Usage: conformance' },
]

const rows: Row[] = [
  { what: '0 when all passed', args: ['--case', 'auth.get-health'], code: 0, says: '✓ 1 passed · 0 failed' },
  {
    what: '3 when nothing can hold of all that was asked for',
    args: ['--answer', 'A5=reusable', '--case', 'auth.refresh-token.single-use'],
    code: 3,
    says: '~ 0 passed · 0 failed · 1 skipped',
  },
  {
    what: '4 when every case passed and an answer differs from its contract',
    args: ['--answer', 'A2=plain-text', '--case', 'auth.get-health'],
    code: 4,
    says: '≠ 1 passed · 0 failed · 1 audit finding',
  },
  { what: '4 when a probe contradicts', args: ['--probes', '--case', 'A10'], code: 4, says: '≠ A10' },
  { what: '0 when a probe confirms', args: ['--probes', '--case', 'A2'], code: 0, says: '✓ A2' },
  {
    what: '2 for more than reading in production',
    args: ['--target', 'production', '--touch', 'trade'],
    code: 2,
    says: 'production is only read',
  },
  {
    what: '0 for repeats that all passed',
    args: ['--repeat', '2', '--case', 'auth.get-health'],
    code: 0,
    says: '✓ 2 runs · 0 failed',
  },
  {
    what: '1 for repeats that failed, each with the command that repeats it',
    args: ['--repeat', '2', '--seed', '5', '--answer', 'R7=elsewhere', '--case', 'cefi-rest.list-order-trades.maker'],
    code: 1,
    says: /--answer R7=elsewhere .*--seed 5\n[^]*--answer R7=elsewhere .*--seed 6\n✗ 2 runs · 2 failed · .* · seeds 5 to 6\n/,
  },
  {
    what: '0 for the list of those cases that were asked for',
    args: ['--list', '--api', 'auth', '--touch', 'read'],
    code: 0,
    says: /^(?:auth\.\S+ +read .+\n)+\d+ cases\n$/,
  },
  {
    what: '0 for arguments that pnpm handed on behind dashes',
    args: ['--', '--case', 'auth.get-health'],
    code: 0,
    says: '✓ 1 passed',
  },
  {
    what: '2 where the options leave no case',
    args: ['--case', 'cefi-rest.create-order', '--touch', 'read'],
    code: 2,
    says: 'the options leave no case to run',
  },
  {
    what: '2 for a report folder that is a file',
    args: ['--report-dir', import.meta.filename],
    code: 2,
    says: /exit-codes\.test\.ts cannot be written: ENOTDIR.*\. Name another folder with --report-dir\n/,
  },
  {
    what: '2 for a history below a file',
    args: ['--history', join(import.meta.filename, 'history.json')],
    code: 2,
    says: /exit-codes\.test\.ts cannot be written: ENOTDIR.*\. Name another folder with --history\n/,
  },
  {
    what: '2 for a history that is none',
    args: ['--history', import.meta.filename],
    code: 2,
    says: 'is not a history of runs',
  },
  {
    what: '3 for probes without credentials',
    args: ['--probes', '--target', 'uat'],
    code: 3,
    says: 'Nothing was sent',
  },
  {
    what: '3 with half of the credentials',
    args: ['--target', 'uat', '--api', 'cefi-rest'],
    code: 3,
    says: 'TRUEX_KEY_SECRET',
    env: { TRUEX_KEY_ID: 'k' },
  },
  {
    what: '2 with credentials that cannot be read',
    args: ['--target', 'uat', '--api', 'auth'],
    code: 2,
    says: /TM_KEY_FILE names a file that cannot be read/,
    env: { TM_KEY_FILE: '/nowhere/key.json' },
  },
  {
    what: '2 for an unknown case',
    args: ['--case', 'gateway.nothing'],
    code: 2,
    says: 'no case is named gateway.nothing',
  },
  { what: '2 for an unknown question', args: ['--probes', '--case', 'R99'], code: 2, says: 'there is no question R99' },
  {
    what: '2 for a choice that a question does not have',
    args: ['--answer', 'R2=sideways'],
    code: 2,
    says: 'the worlds of R2 are',
  },
  {
    what: '2 for a world of no question',
    args: ['--answer', 'R99=other'],
    code: 2,
    says: 'there is no question R99',
  },
  {
    what: '2 for another world on a live service',
    args: ['--target', 'uat', '--answer', 'R2=after'],
    code: 2,
    says: '--answer is for the sandbox',
  },
  {
    what: '2 for mutants of a live service',
    args: ['--mutants', '--target', 'uat'],
    code: 2,
    says: 'mutants live on the sandbox only',
  },
  {
    what: '2 for wearing out a live service',
    args: ['--repeat', '2', '--target', 'uat'],
    code: 2,
    says: '--repeat is for the sandbox',
  },
  {
    what: '1 for mutants that none of the cases notices',
    args: ['--mutants', '--case', 'auth.refresh-token.empty-body'],
    code: 1,
    says: /✗ auth-refresh-token-reusable survived[^]*\n0 of 4 mutants noticed/,
  },
  {
    what: '0 for mutants that are all noticed',
    args: ['--mutants', '--case', 'auth.get-health'],
    code: 0,
    says: /\n✓ 1 of 1 mutants noticed/,
  },
  {
    what: '0 for mutants of one API that its own cases notice, whatever of others they touch',
    args: ['--mutants', '--api', 'auth'],
    code: 0,
    says: /\n✓ (\d+) of \1 mutants noticed/,
  },
  {
    what: '1 for cases that meet too few forms of answers',
    args: ['--truth', '--case', 'auth.get-health'],
    code: 1,
    says: /Welcome\/properties\/version present/,
  },
  { what: '2 for a comparison of the sandbox with itself', args: ['--compare'], code: 2, says: '--compare needs' },
]

afterAll(removeReports)

describe('the command', () => {
  it.each(rows)('ends with $what', async ({ args, code, says, env }) => {
    const ended = await run(args, env)
    expect(`${ended.stdout}${ended.stderr}`).toMatch(says)
    expect(ended.code).toBe(code)
    // A person who mistyped gets a sentence, not a stack.
    expect(ended.stderr).not.toMatch(/\n {4}at /)
  })
})

describe('a run in another runtime too', { timeout: 60_000 }, () => {
  /** This one, which says that it is another. */
  const disguise = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.0.0' } })`
  const node22: Engine = {
    command: process.execPath,
    args: ['--import', `data:text/javascript,${encodeURI(disguise)}`],
  }
  const runIn = (engine: Engine | null) =>
    runHere(
      (all) => runCommand(all, { live: liveProfiles, tools: systemTools(), findEngine: () => engine }),
      ['--runtime', 'node22', '--case', 'auth.get-health'],
    )

  it('passes where its cases do in both', async () => {
    const { code, stdout } = await runIn(node22)
    expect(stdout).toContain('  node22   1 passed, 0 failed\n')
    expect([code, stdout]).toEqual([0, expect.stringContaining('✓ 2 passed · 0 failed')])
  })

  it('fails where they fail in that one, and says so', async () => {
    const { code, stdout } = await runIn({ ...node22, args: [] })
    expect(stdout).toContain('✗ auth.get-health.answers on node22')
    expect([code, stdout]).toEqual([1, expect.stringContaining('✗ 1 passed · 1 failed')])
  })

  it('begins nothing where that one is not installed', async () => {
    const { code, stdout, stderr } = await runIn(null)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^not installed: node22\. /)])
  })
})

describe('the program', { timeout: 60_000 }, () => {
  it.each(processRows)('ends with $what', async ({ args, code, says }) => {
    const ended = await runProcess(programs.runner, args)
    expect(`${ended.stdout}${ended.stderr}`).toMatch(says)
    expect(ended.code).toBe(code)
    expect(ended.stderr).not.toMatch(/\n {4}at /)
  })

  it('goes on to its end and its reports when nobody reads along any more', async () => {
    const reports = newReports()
    const runner = spawn(process.execPath, [programs.runner, '--case', 'auth.get-health', '--report-dir', reports])
    runner.stdout.destroy()
    runner.stderr.destroy()
    expect(await once(runner, 'exit')).toEqual([0, null])
    expect(readFileSync(join(reports, 'conformance.json'), 'utf8')).toContain('"passed": 1')
  })
})

describe('a report', () => {
  const read = (reports: string, name: string) => JSON.parse(readFileSync(join(reports, name), 'utf8')) as unknown
  const runIn = (reports: string, args: readonly string[]) =>
    runHere((all) => runCommand(all, { live: liveProfiles, tools: systemTools() }), args, reports)

  it('is of the run: of its seed, its cases and the world it was in', async () => {
    const { reports } = await run(['--seed', '7', '--answer', 'A4=offset', '--case', 'auth.get-health'])
    expect(read(reports, 'conformance.json')).toMatchObject({
      seed: 7,
      options: '--answer A4=offset',
      complete: false,
      cases: [{ id: 'auth.get-health.answers', outcome: 'passed' }],
    })
  })

  it.each([
    ['mutants', ['--mutants', '--case', 'auth.get-health'], /"mutant":"auth-health-needs-a-token"/],
    ['truth', ['--truth', '--case', 'auth.get-health'], /"rows":\[\{"api":"auth"/],
    ['repeat', ['--repeat', '2', '--seed', '3', '--case', 'auth.get-health'], /"seed":3,.*"seed":4,/],
    ['probes', ['--probes', '--case', 'A2'], /"questions":\[\{"id":"A2","api":"auth"(?!.*"id":)/],
  ])('of --%s is left behind', async (name, args, holds) => {
    const { reports } = await run(args)
    expect(JSON.stringify(read(reports, `${name}.json`))).toMatch(holds)
  })

  it('of the probes stands in the page of the next run', async () => {
    const reports = newReports()
    await runIn(reports, ['--probes', '--case', 'A10'])
    await runIn(reports, ['--case', 'auth.get-health'])
    expect(readFileSync(join(reports, 'conformance.html'), 'utf8')).toContain(
      'What are the rate limits of the token endpoints?',
    )
  })

  it('of the probes of another target does not stand in it', async () => {
    const reports = newReports()
    await runIn(reports, ['--probes', '--case', 'A10'])
    const file = join(reports, 'probes.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"target": "sandbox"', '"target": "uat"'))
    await runIn(reports, ['--case', 'auth.get-health'])
    const page = readFileSync(join(reports, 'conformance.html'), 'utf8')
    expect(page).not.toContain('What are the rate limits of the token endpoints?')
  })

  it('goes into a folder of the repository, wherever the run was started, or where a whole path says', () => {
    const { options } = parseOptions([]) as { options: Options }
    expect(reportFolder(options)).toBe(join(repository, 'reports'))
    expect(reportFolder({ ...options, reportDir: '/elsewhere' })).toBe('/elsewhere')
  })
})

describe('a history', () => {
  it('remembers a run, and tells the next one what is new and what is fixed', async () => {
    const history = join(newReports(), 'history.json')
    const turn = (answers: string[]) => run(['--case', 'auth.get-health', '--history', history, ...answers])
    await turn([])
    const drifted = await turn(['--answer', 'A2=plain-text'])
    expect(drifted.stdout).toMatch(/new +content-type \| auth\.getHealth/)
    const mended = await turn([])
    expect(mended.stdout).toMatch(/fixed +content-type \| auth\.getHealth/)
    expect((JSON.parse(readFileSync(history, 'utf8')) as unknown[]).length).toBe(3)
  })

  it('does not take a failure for fixed whose case is skipped', async () => {
    const history = join(newReports(), 'history.json')
    const id = 'gateway.execute-cancel-order.gives-back'
    const turn = (answer: string) => run(['--case', id, 'auth.get-health', '--history', history, '--answer', answer])
    await turn('G6=other-members')
    expect((await turn('G5=empty-body')).stdout).toContain(`fixed  ${id}`)
    await turn('G6=other-members')
    expect((await turn('G3=symbols-only')).stdout).not.toContain(`fixed  ${id}`)
  })
})
