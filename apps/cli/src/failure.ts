import { ConfigurationError, CredentialError, TrueMarketsError } from '@truemarkets/core'
import { CommanderError } from 'commander'
import { EXIT, type ExitCode } from './exit-code.ts'
import { platformCode, withReason } from './platform-code.ts'
import { printable } from './printable.ts'

/** A failure as it is printed: what happened, and what to do next. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly nextStep: string
  readonly exitCode: ExitCode
}

/** Reads anything thrown into a failure. No argument of the command line is repeated: it could be a secret. */
export function failureOf(cause: unknown): Failure {
  if (cause instanceof CommanderError) {
    return { code: 'usage', message: usageMessage(cause), nextStep: 'Try --help.', exitCode: EXIT.usage }
  }
  if (cause instanceof TrueMarketsError) {
    const nothingSent = cause instanceof ConfigurationError || cause instanceof CredentialError
    const { code, message, nextStep } = cause
    return {
      code,
      message: withReason(message, platformCode(cause)),
      nextStep,
      exitCode: nothingSent ? EXIT.usage : EXIT.problem,
    }
  }
  return {
    code: 'unexpected',
    message: cause instanceof Error ? cause.message : String(cause),
    nextStep: 'Report this with the command that led to it.',
    exitCode: EXIT.problem,
  }
}

/** The failure as text for people, or as one line of JSON. */
export function failureText({ code, message, nextStep }: Failure, json: boolean): string {
  return json
    ? `${JSON.stringify({ error: { code, message, nextStep } })}\n`
    : `${lines(message)}\n${lines(nextStep)}\n`
}

/** commander's messages have several lines; the line break is the one control character that stays. */
function lines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

function usageMessage({ code, message }: CommanderError): string {
  const text = message.replace(/^error: /, '')
  // commander quotes the argument whole, and `--secret=…` is a mistake people make.
  if (code === 'commander.unknownOption') return text.replace(/'(-[^'=]*)=[\s\S]*'/, "'$1'")
  if (code === 'commander.unknownCommand')
    return text.replace(/^unknown command '[\s\S]*'/, 'There is no such command.')
  if (code === 'commander.invalidArgument') return text.replace(/ argument '[\s\S]*' is invalid/, ' is invalid')
  if (code === 'commander.excessArguments') return 'There are too many arguments.'
  if (code === 'commander.help') return 'A command is missing.'
  return text
}
