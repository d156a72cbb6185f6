import { AssertionError } from 'node:assert'
import { setTimeout as sleep } from 'node:timers/promises'
import { TrueMarketsError } from '@truemarkets/core'
import type { CaseContext } from '../case/context.ts'
import type { Case } from '../case/define.ts'
import type { Exchange } from '../record/exchange.ts'
import type { Recorder } from '../record/recorder.ts'

/** Why a case did not pass. */
export type Problem = {
  message: string
  /** Where in the case. */
  detail: string | null
  /** Whether the message was made from the two values that an assertion compared, and not only of numbers as short as a status. */
  compares: boolean
}

/** What is run as a case is: a case, a question, or a look for what was left behind. */
export type Errand = Pick<Case, 'id' | 'touches' | 'timeoutMs' | 'run'>

/** What came of an errand. */
export type Run = {
  problem: Problem | null
  /** Whether it was ended before it came to anything: then its problem says nothing about the service. */
  isCut: boolean
  durationMs: number
  exchanges: readonly Exchange[]
  /** How many of the exchanges had begun when it failed: what a clean-up asks after that says nothing about the failure. */
  failedAfter: number
}

export type CaseRun = Run & { case: Case }

export type Defer = CaseContext['defer']

export type Opened = { recorder: Recorder; context: CaseContext }

/** Gives an errand its own recorder, clients and randomness. */
export type Open = (errand: Errand, signal: AbortSignal, defer: Defer) => Opened

export type Pace = {
  monotonic: () => number
  /** Factor on every time limit: a live target is slower than the sandbox. */
  slowness: number
  /** Ends a case that only reads where it is. Any other is let go on, since it may be entering what nobody would take away. */
  stop?: AbortSignal
}

/** Runs one errand to its end, its clean-up included. It never throws: whatever goes wrong is the errand's problem. */
export async function executeCase(errand: Errand, open: Open, { monotonic, slowness, stop }: Pace): Promise<Run> {
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
  let exchanges: readonly Exchange[] = []
  const problems: Problem[] = []
  let failedAfter = 0
  const fail = (problem: Problem) => {
    if (problems.length === 0) failedAfter = exchanges.length
    problems.push(problem)
  }
  let isCut = false
  try {
    const opened = open(errand, abort.signal, defer)
    exchanges = opened.recorder.exchanges
    const end = errand.touches === 'read' ? stop : undefined
    await within(errand.timeoutMs * slowness, 'the case', errand.run(opened.context), end)
  } catch (cause) {
    isCut = cause === cutShort
    fail(toProblem(cause))
  }
  isOver = true
  abort.abort()
  for (const cleanup of cleanups.toReversed()) {
    try {
      await within(cleanupMs * slowness, 'a clean-up', Promise.resolve(cleanup()))
    } catch (cause) {
      const problem = toProblem(cause)
      fail({ ...problem, message: `clean-up failed: ${problem.message}` })
    }
  }
  const leaks = await openSockets(exchanges, closingMs * slowness)
  if (leaks > 0) fail({ message: `the case left ${leaks} socket(s) open`, detail: null, compares: false })
  const durationMs = monotonic() - began
  return { problem: problems[0] ?? null, isCut, durationMs, exchanges, failedAfter }
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

const cutShort = new Error('stopped in the middle')

async function within<T>(ms: number, what: string, work: Promise<T>, stop?: AbortSignal): Promise<T> {
  let forget = () => {}
  const over = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)
    const onStop = () => reject(cutShort)
    if (stop?.aborted === true) onStop()
    stop?.addEventListener('abort', onStop)
    forget = () => {
      clearTimeout(timer)
      stop?.removeEventListener('abort', onStop)
    }
  })
  try {
    return await Promise.race([work, over])
  } finally {
    forget()
  }
}

/** What a failure says, and where in the cases it was. */
export function toProblem(cause: unknown): Problem {
  if (!(cause instanceof Error)) return { message: String(cause), detail: null, compares: false }
  const frame = cause.stack?.split('\n').find((line) => line.includes('/cases/'))
  const place = frame === undefined ? undefined : /\/(cases\/[^\s)]+)/.exec(frame)?.[1]
  const root = rootOf(cause)
  const lines = [
    said(cause),
    // That an answer was lost says little without what it was lost to.
    ...(root === cause ? [] : [`because of ${said(root)}`]),
    ...(cause instanceof TrueMarketsError ? [cause.nextStep] : []),
  ]
  return {
    message: lines.join('\n'),
    detail: place === undefined ? null : `at src/${place}`,
    compares:
      cause instanceof AssertionError && cause.generatedMessage && ![cause.actual, cause.expected].every(isShortNumber),
  }
}

const isShortNumber = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1000

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
