import { AssertionError } from 'node:assert'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CaseContext } from '../case/context.ts'
import type { Case } from '../case/define.ts'
import type { Exchange } from '../record/exchange.ts'
import type { Recorder } from '../record/recorder.ts'

/** Why a case did not pass. */
export type Problem = {
  message: string
  /** Where in the case. */
  detail: string | null
  /** Whether the message was made from the two values that an assertion compared. */
  compares: boolean
}

export type CaseRun = {
  case: Case
  problem: Problem | null
  durationMs: number
  exchanges: readonly Exchange[]
}

export type Defer = CaseContext['defer']

export type Opened = { recorder: Recorder; context: CaseContext }

/** Gives a case its own recorder, clients and randomness. */
export type Open = (testCase: Case, signal: AbortSignal, defer: Defer) => Opened

export type Pace = {
  monotonic: () => number
  /** Factor on every time limit: a live target is slower than the sandbox. */
  slowness: number
}

/** Runs one case to its end, its clean-up included. It never throws: whatever goes wrong is the case's problem. */
export async function executeCase(testCase: Case, open: Open, { monotonic, slowness }: Pace): Promise<CaseRun> {
  const began = monotonic()
  const abort = new AbortController()
  const cleanups: (() => unknown)[] = []
  let isOver = false
  /** A case that ran out of time goes on where it was: what it leaves from then on is taken away at once. */
  const defer: Defer = (cleanup) => {
    if (isOver)
      void Promise.resolve()
        .then(cleanup)
        .catch(() => {})
    else cleanups.push(cleanup)
  }
  const problems: Problem[] = []
  let exchanges: readonly Exchange[] = []
  try {
    const opened = open(testCase, abort.signal, defer)
    exchanges = opened.recorder.exchanges
    await within(testCase.timeoutMs * slowness, 'the case', testCase.run(opened.context))
  } catch (cause) {
    problems.push(toProblem(cause))
  }
  isOver = true
  abort.abort()
  for (const cleanup of cleanups.toReversed()) {
    try {
      await within(cleanupMs * slowness, 'a clean-up', Promise.resolve(cleanup()))
    } catch (cause) {
      const problem = toProblem(cause)
      problems.push({ ...problem, message: `clean-up failed: ${problem.message}` })
    }
  }
  const leaks = await openSockets(exchanges, closingMs * slowness)
  if (leaks > 0) problems.push({ message: `the case left ${leaks} socket(s) open`, detail: null, compares: false })
  return { case: testCase, problem: problems[0] ?? null, durationMs: monotonic() - began, exchanges }
}

const cleanupMs = 15_000
/** What a machine that is busy may need until it has seen that a socket is closed. */
const closingMs = 3_000

/** How many sockets stay open, although they were given this long to close. */
async function openSockets(exchanges: readonly Exchange[], ms: number): Promise<number> {
  const count = () => exchanges.filter((one) => one.kind === 'socket' && one.closed === null).length
  for (let left = ms; left > 0 && count() > 0; left -= 20) await sleep(20)
  return count()
}

async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function toProblem(cause: unknown): Problem {
  if (!(cause instanceof Error)) return { message: String(cause), detail: null, compares: false }
  const frame = cause.stack?.split('\n').find((line) => line.includes('/cases/'))
  const place = frame === undefined ? undefined : /\/(cases\/[^\s)]+)/.exec(frame)?.[1]
  const root = rootOf(cause)
  return {
    // That an answer was lost says little without what it was lost to.
    message: root === cause ? said(cause) : `${said(cause)}\nbecause of ${said(root)}`,
    detail: place === undefined ? null : `at src/${place}`,
    compares: cause instanceof AssertionError && cause.generatedMessage,
  }
}

const said = ({ name, message }: Error) => (name === 'Error' ? message : `${name}: ${message}`)

/** Where a chain of causes begins. */
function rootOf(error: Error): Error {
  const seen = new Set<Error>()
  let root = error
  while (root.cause instanceof Error && !seen.has(root)) {
    seen.add(root)
    root = root.cause
  }
  return root
}
