import { Command } from 'commander'
import { EXIT } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { paintFor } from '../style.ts'
import { chooseTarget, type TargetOptions, targetName, withTarget } from '../target.ts'
import { examine } from './examine.ts'
import { renderFindings } from './render.ts'

/** `truemarkets doctor`. */
export function doctorCommand(io: Io, end: (code: number) => void): Command {
  return withTarget(new Command('doctor'))
    .description('look at keys, reachability, clock, versions and deprecations; say what is wrong and what to do')
    .option('--json', 'one line of JSON, for programs')
    .action(async ({ json, ...chosen }: TargetOptions & { readonly json?: true }) => {
      const environment = chooseTarget(chosen, io.env)
      const findings = await examine(environment, { ...io, fetch: globalThis.fetch })
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
