#!/usr/bin/env node
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { ContractProblem } from './problem.ts'

const root = join(import.meta.dirname, '../../..')

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

const program = new Command('contracts').description('Contracts to code: load, overlay, lint, diff, generate, check.')

program
  .command('generate')
  .description('write packages/*/src/generated from specs')
  .option('--check', 'write nothing; fail where a generated file differs')
  .option('--api <name>', 'one API only')
  .action(async (options: { check?: boolean; api?: string }) => {
    const { runGenerate } = await import('./commands/generate.ts')
    process.exitCode = await runGenerate({
      root,
      check: options.check === true,
      ...(options.api === undefined ? {} : { api: options.api }),
    })
  })

program
  .command('lint')
  .description('check the contracts, their overlays and their questions')
  .option('--api <name>', 'one API only')
  .action(async (options: { api?: string }) => {
    const { runLint } = await import('./commands/lint.ts')
    process.exitCode = await runLint({
      root,
      today: today(),
      ...(options.api === undefined ? {} : { api: options.api }),
    })
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
    process.exitCode = runDiff({ root, today: today(), ...options })
  })

try {
  await program.parseAsync()
} catch (cause) {
  if (!(cause instanceof ContractProblem)) throw cause
  console.error(cause.message)
  process.exitCode = 1
}
