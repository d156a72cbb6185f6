import { Command, CommanderError } from 'commander'
import { conformanceCommand } from './conformance.ts'
import { doctorCommand } from './doctor/command.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { failureOf, failureText } from './failure.ts'
import type { Io } from './io.ts'
import { signCommand } from './sign/command.ts'
import { tailCommand } from './tail/command.ts'

/**
 * Runs one command line.
 *
 * @param args Without the program itself.
 * @returns The exit code. It never throws: failures are reported on standard error, as JSON under `--json`.
 */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.fine
  const end = (ended: ExitCode) => {
    code = ended
  }
  let withheld = ''
  const program = new Command('truemarkets')
    // The options of `conformance` are its own, also those that are called like ours.
    .enablePositionalOptions()
    .description('Tools around the True Markets APIs.')
    .addHelpText(
      'after',
      '\nExit codes: 0 fine, 1 a problem was found, 2 the command line or what it needs is wrong;\nfrom conformance also 3 skipped for lack of credentials, 4 contract drift only.',
    )
    .addCommand(doctorCommand(io, end))
    .addCommand(signCommand(io, end))
    .addCommand(tailCommand(io, end))
    .addCommand(conformanceCommand(io, end))
  for (const command of [program, ...descendants(program)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.out.write(text),
      // Told below, with what to do next.
      writeErr: (text) => {
        withheld += text
      },
      getOutHelpWidth: () => io.out.columns ?? 80,
    })
  }
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (cause) {
    if (cause instanceof CommanderError && cause.exitCode === 0) return EXIT.fine
    const failure = failureOf(cause)
    const json = args.includes('--json')
    // A command that only has commands below it was called alone: its help says more than a sentence.
    const needsHelp = cause instanceof CommanderError && cause.code === 'commander.help' && !json
    io.err.write(needsHelp ? withheld : failureText(failure, json))
    return failure.exitCode
  }
}

function descendants(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)])
}
