#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { ContractProblem } from './problem.ts'

// The commands load their libraries, some of them megabytes long, when they are called.
enableCompileCache()

const root = join(import.meta.dirname, '../../..')

type GenerateFlags = {
  check?: boolean
  force?: boolean
  api?: string
  spec?: string
  out?: string
  name?: string
  validators: boolean
}

type UpdateFlags = { api?: string; from?: string; tests: boolean; branch: boolean; continue?: boolean }

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

const program = new Command('contracts').description('Contracts to code: load, overlay, lint, diff, generate, check.')

program
  .command('generate')
  .description('write packages/*/src/generated from specs')
  .option('--check', 'write nothing; fail where a generated file differs')
  .option('--api <name>', 'one API only')
  .option('--force', 'do it also where nothing changed')
  .option('--spec <file>', 'any OpenAPI 3.0–3.2 or AsyncAPI 2.0–3.1 contract; makes a package of its own')
  .option('--out <folder>', 'where that package goes')
  .option('--name <package>', 'what it is called')
  .option('--no-validators', 'leave its validators out')
  .action(async (options: GenerateFlags) => {
    const { check, force, api, spec, out, name, validators } = options
    if (spec === undefined) {
      const { runGenerate } = await import('./commands/generate.ts')
      process.exitCode = await runGenerate({ root, check: check === true, force, api })
    } else {
      if (out === undefined || name === undefined) throw new ContractProblem('--spec needs --out and --name.')
      const { generatePackage } = await import('./commands/generate-package.ts')
      await generatePackage({ root, spec, out, name, validators })
    }
  })

program
  .command('lint')
  .description('check the contracts, their overlays and their questions')
  .option('--api <name>', 'one API only')
  .action(async (options: { api?: string }) => {
    const { runLint } = await import('./commands/lint.ts')
    process.exitCode = await runLint({ root, today: today(), ...options })
  })

program
  .command('diff')
  .description('what changed between two contracts, and what it means for a client')
  .option('--from <rev-or-file>', 'the contract before', 'HEAD')
  .option('--to <rev-or-file>', 'the contract after; the working tree without it')
  .option('--api <name>', 'one API only')
  .addOption(new Option('--format <format>').choices(['text', 'markdown', 'json']).default('text'))
  .action(async (options: { from: string; to?: string; api?: string; format: 'text' | 'markdown' | 'json' }) => {
    const { runDiff } = await import('./commands/diff.ts')
    process.exitCode = await runDiff({ root, today: today(), ...options })
  })

program
  .command('pull')
  .description('fetch the published contracts, or take one from a file')
  .option('--api <name>', 'one API only')
  .option('--from <file-or-url>', 'where to take it from, instead of the location in specs/lock.json')
  .action(async (options: { api?: string; from?: string }) => {
    const { runPull } = await import('./commands/pull.ts')
    process.exitCode = await runPull({ root, today: today(), ...options })
  })

program
  .command('update')
  .description('pull, diff, generate, report, changeset, tests: a branch ready to review')
  .option('--api <name>', 'one API only')
  .option('--from <file-or-url>', 'where to take the contract from')
  .option('--no-tests', 'do not run the tests')
  .option('--no-branch', 'leave the result in the working tree')
  .addOption(new Option('--continue', 'go on with an update that stopped, without pulling').conflicts('from'))
  .action(async (options: UpdateFlags) => {
    const { continue: resume = false, ...others } = options
    const { runUpdate } = await import('./commands/update.ts')
    process.exitCode = await runUpdate({ root, today: today(), resume, ...others })
  })

try {
  await program.parseAsync()
} catch (cause) {
  if (!(cause instanceof ContractProblem)) throw cause
  console.error(cause.message)
  process.exitCode = 1
}
