#!/usr/bin/env node
import { join } from 'node:path'
import { Command } from 'commander'
import { ContractProblem } from './problem.ts'

const root = join(import.meta.dirname, '../../..')

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
    const today = new Date().toISOString().slice(0, 10)
    process.exitCode = await runLint({ root, today, ...(options.api === undefined ? {} : { api: options.api }) })
  })

try {
  await program.parseAsync()
} catch (cause) {
  if (!(cause instanceof ContractProblem)) throw cause
  console.error(cause.message)
  process.exitCode = 1
}
