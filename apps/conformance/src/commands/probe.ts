import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { loadContracts } from '../contract/load.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Options } from '../options.ts'
import { type Asked, ask, type Describe, reasonToSpare, undetermined } from '../probes/ask.ts'
import { probes } from '../probes/index.ts'
import { questionProblems } from '../probes/question-problems.ts'
import { type Question, readQuestions } from '../probes/questions.ts'
import { isNews, probeReport, probeText } from '../probes/report.ts'
import { suggestedPatch } from '../probes/suggestion.ts'
import type { Recorder } from '../record/recorder.ts'
import { describeProblem, describeUnhandled } from '../run/describe-problem.ts'
import type { Open } from '../run/execute.ts'
import { sweep } from '../run/leftovers.ts'
import { scrubbing } from '../run/scrub.ts'
import { askedFirst } from '../target/client-settings.ts'
import { opener } from '../target/open.ts'
import { whoIsAway } from '../target/reach.ts'
import { isLive } from '../target/target.ts'
import {
  answersIn,
  lastProbes,
  repository,
  type Surroundings,
  seedOf,
  startTarget,
  terminalStyle,
  usage,
  withoutCredentials,
  writeReport,
} from './common.ts'
import { watched } from './watched.ts'

/** Asks the target the open questions, one at a time. An answer that is not ours so far is drift: something must change. */
export async function askQuestions(options: Options, around: Surroundings): Promise<ExitCode> {
  const all = readQuestions(join(repository, 'specs'))
  const strange = options.cases.filter((id) => !all.some((question) => question.id === id))
  if (strange.length > 0) return usage(`there is no question ${strange.join(', ')}`)
  const problems = questionProblems(all, probes)
  const questions = all.filter(
    ({ api, id }) =>
      (options.api === null || api === options.api) && (options.cases.length === 0 || options.cases.includes(id)),
  )
  const first = askedFirst.flatMap((id) => questions.filter((question) => question.id === id))
  const plan = [...first, ...questions.filter((question) => !first.includes(question))].map((question) => ({
    question,
    ...planFor(question.id, options),
  }))
  const missing = withoutCredentials(
    options,
    plan.flatMap(({ probe }) => probe?.needs ?? []),
    around,
  )
  if (missing !== null) return missing

  // A sandbox is another world each time; what a live service has said stays until it is asked again.
  const earlier = isLive(options.target) ? (lastProbes(options)?.questions ?? []) : []
  const notAmong = (others: readonly { readonly question: Question }[]) =>
    earlier.filter(({ id }) => !others.some(({ question }) => question.id === id))
  // What the first answers tell, the others are asked with; none that is to be asked may answer for the target.
  const answers = answersIn(notAmong(plan))
  const target = { ...(await startTarget(options, around)), answers }
  const monotonic = () => performance.now()
  const pace = { monotonic, slowness: target.slowness }
  const open = opener(target, seedOf(options), monotonic)
  const recorders: Recorder[] = []
  const recording: Open = (...of) => {
    const opened = open(...of)
    recorders.push(opened.recorder)
    return opened
  }
  const asked: Asked[] = []
  const scrubOf = scrubbing(target.name, loadContracts())
  const describe: Describe = (problem, of) => describeProblem(problem, scrubOf(of), target.name)
  try {
    await watched(options, async ({ progress, stop, takeUnhandled }) => {
      const away = await whoIsAway(target, questions, stop)
      problems.push(...new Set(away.values()))
      for (const { question, probe, reason } of plan) {
        const isAway = away.has(question.api)
        if (probe !== null && !isAway) await target.rest(stop)
        if (stop.aborted) break
        progress.show(`${question.id}  ${question.question}`)
        if (probe === null) asked.push(undetermined(question, reason))
        else if (isAway) asked.push(undetermined(question, 'not asked: the service cannot be reached'))
        else {
          const patience = { forMs: options.probePatienceMs, stop }
          const answer = await ask(question, probe, recording, pace, patience, describe)
          if (answer !== null) asked.push(answer)
          if (typeof answer?.choice === 'string') answers[question.id] = answer.choice
        }
      }
      const exchanges = recorders.flatMap((recorder) => recorder.exchanges)
      if (isLive(target.name) && options.touch !== 'read') problems.push(...(await sweep(exchanges, open, pace)))
      problems.push(...describeUnhandled(takeUnhandled(), scrubOf(exchanges), target.name))
    })
  } finally {
    await target.close()
  }
  asked.sort((one, other) => questions.indexOf(one.question) - questions.indexOf(other.question))
  if (asked.length < plan.length) problems.push(`the run was stopped after ${asked.length} of ${plan.length} questions`)
  const finishedAt = new Date()
  const occasion = { target: target.name, day: finishedAt.toISOString().slice(0, 10) }
  const patch = suggestedPatch(asked, occasion, (file) => readFileSync(join(repository, file), 'utf8'))
  process.stdout.write(probeText(asked, problems, patch, terminalStyle()))
  const report = probeReport(asked, notAmong(asked), problems, occasion, finishedAt)
  writeReport(options, 'probes.json', `${JSON.stringify(report, null, 2)}\n`)
  writeReport(options, 'probes.patch', patch)
  if (problems.length > 0) return exitCode.failed
  return asked.some(isNews) ? exitCode.drift : exitCode.passed
}

function planFor(id: string, options: Options) {
  const probe = probes.find(({ question }) => question === id)
  if (probe === undefined) return { probe: null, reason: 'there is no probe' }
  const reason = reasonToSpare(probe, options.target, options.touch)
  return reason === null ? { probe, reason: '' } : { probe: null, reason }
}
