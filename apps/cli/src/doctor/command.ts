import { Command, Option } from 'commander'
import { EXIT } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { positiveInteger } from '../positive-integer.ts'
import { paintFor } from '../style.ts'
import { chooseTarget, type TargetOptions, targetName, withTarget } from '../target.ts'
import { examine } from './examine.ts'
import { renderFindings } from './render.ts'

interface Given extends TargetOptions {
  readonly timeout: number
  readonly json?: true
}

/** What a timer can count. */
const LONGEST_MS = 2 ** 31 - 1

/** `truemarkets doctor`. */
export function doctorCommand(io: Io, end: (code: number) => void): Command {
  return withTarget(new Command('doctor'))
    .description('look at keys, reachability, clock, versions and deprecations; say what is wrong and what to do')
    .addOption(new Option('--timeout <s>', 'seconds an API may take to answer').argParser(positiveInteger).default(5))
    .option('--json', 'one line of JSON, for programs')
    .action(async ({ json, timeout, ...chosen }: Given) => {
      const environment = chooseTarget(chosen, io.env)
      const findings = await examine(environment, {
        ...io,
        fetch: endedBy(io.signal),
        timeoutMs: Math.min(timeout * 1000, LONGEST_MS),
      })
      // What was cut off would be reported as out of reach.
      if (io.signal.aborted) {
        io.err.write('Stopped before everything was looked at.\n')
        end(EXIT.problem)
        return
      }
      const isFine = findings.every(({ state }) => state !== 'problem')
      const target = targetName(environment)
      io.out.write(
        json
          ? `${JSON.stringify({ target, fine: isFine, findings })}\n`
          : renderFindings(target, findings, paintFor(io.out, io.env)),
      )
      end(isFine ? EXIT.fine : EXIT.problem)
    })
}

/** The fetch of the platform, which ends with the signal whatever is still being asked. */
function endedBy(signal: AbortSignal): typeof globalThis.fetch {
  return (input, init) => {
    const own = init?.signal ?? (input instanceof Request ? input.signal : null)
    return globalThis.fetch(input, { ...init, signal: own === null ? signal : AbortSignal.any([signal, own]) })
  }
}
