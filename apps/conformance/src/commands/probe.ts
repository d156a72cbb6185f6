import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Options } from '../options.ts'
import { type Asked, ask } from '../probes/ask.ts'
import { probes } from '../probes/index.ts'
import { readQuestions } from '../probes/questions.ts'
import { probeJson, probeText } from '../probes/report.ts'
import { createProgress } from '../progress.ts'
import { isWithin } from '../run/select.ts'
import { opener } from '../target/open.ts'
import { repository, seedOf, skipped, startTarget, terminalStyle, writeReport } from './common.ts'

/** Asks the target every open question that has a probe, one at a time. A contradiction is drift: something must change. */
export async function askQuestions(options: Options): Promise<ExitCode> {
  const questions = readQuestions(join(repository, 'specs')).filter(
    ({ api }) => options.api === null || api === options.api,
  )
  const usable = probes.filter(
    ({ question, touches, needs }) =>
      questions.some(({ id }) => id === question) &&
      isWithin(touches, options.touch) &&
      (options.target === 'sandbox' || !needs.includes('sandbox')),
  )
  const missing = skipped(
    options,
    usable.flatMap(({ needs }) => needs),
  )
  if (missing !== null) return missing

  const target = await startTarget(options)
  const progress = createProgress(process.stderr)
  const monotonic = () => performance.now()
  const open = opener(target, seedOf(options), monotonic)
  const asked: Asked[] = []
  try {
    for (const question of questions) {
      progress.show(`${question.id}  ${question.question}`)
      const probe = usable.find((one) => one.question === question.id)
      asked.push(await ask(question, probe, open, { monotonic, slowness: target.slowness }))
    }
  } finally {
    progress.clear()
    await target.close()
  }
  process.stdout.write(probeText(asked, terminalStyle()))
  writeReport(options, 'probes.json', probeJson(asked, target.name, new Date()))
  return asked.some(({ verdict }) => verdict === 'contradicted') ? exitCode.drift : exitCode.passed
}
