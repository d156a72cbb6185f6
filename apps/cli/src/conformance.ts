import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigurationError } from '@truemarkets/core'
import { Command } from 'commander'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Io } from './io.ts'

/** `truemarkets conformance …`: hands every argument but `--json` to the conformance run, and its exit code back. */
export function conformanceCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command('conformance')
    .description('run the conformance cases; the arguments are those of `pnpm conformance`')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .passThroughOptions()
    .argument('[arguments...]', '--help lists them; --json prints the report in place of the progress')
    .action(async (given: readonly string[]) => {
      const args = given.filter((argument) => argument !== '--json')
      end(args.length === given.length ? await runCases(args, 'inherit', io) : await runForJson(args, io))
    })
}

/** The reports go to a folder of their own, and the one in JSON to standard output. */
async function runForJson(args: readonly string[], io: Io): Promise<ExitCode> {
  if (args.some((argument) => argument.startsWith('--report-dir'))) {
    throw new ConfigurationError(
      'option_invalid',
      '--json prints the report, and --report-dir keeps it in files.',
      'Use one of them.',
    )
  }
  const folder = await mkdtemp(join(tmpdir(), 'truemarkets-'))
  try {
    const code = await runCases([...args, '--report-dir', folder], 'to stderr', io)
    const report = (await readdir(folder)).find((name) => name.endsWith('.json'))
    if (report !== undefined) io.out.write(await readFile(join(folder, report), 'utf8'))
    return code
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function runCases(args: readonly string[], output: 'inherit' | 'to stderr', io: Io): Promise<ExitCode> {
  const main = fileURLToPath(import.meta.resolve('@truemarkets/conformance/src/main.ts'))
  const stdout = output === 'inherit' ? 'inherit' : 2
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ['inherit', stdout, 'inherit'] })
    const stop = () => child.kill()
    io.signal.addEventListener('abort', stop)
    child.on('error', reject)
    child.on('close', (code) => {
      io.signal.removeEventListener('abort', stop)
      resolve(code ?? EXIT.problem)
    })
  })
}
