import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommand } from '../src/command.ts'
import { listenForUnhandled } from '../src/run/unhandled.ts'
import { liveProfiles, systemTools } from '../src/target/live.ts'
import { removeReports, runHere } from './run-process.ts'

const events = ['uncaughtException', 'unhandledRejection'] as const

type Failing = (cause: unknown, event: (typeof events)[number]) => void

/** Begins something, and fails to whoever has begun to listen with it, and to nobody else: the runner of the tests listens too. */
function listening<T>(begin: () => T): { begun: T; fail: Failing } {
  const earlier = new Set<unknown>(events.flatMap((event) => process.rawListeners(event)))
  const begun = begin()
  const fail: Failing = (cause, event) => {
    const listeners = process.rawListeners(event) as ((cause: unknown) => void)[]
    for (const listener of listeners) if (!earlier.has(listener)) listener(cause)
  }
  return { begun, fail }
}

afterAll(removeReports)

describe('what fails while nobody waits for it', () => {
  it('is gathered, whatever it is, and given away once', () => {
    const { begun: unhandled, fail } = listening(listenForUnhandled)
    fail(new TypeError('x is not a function'), 'uncaughtException')
    // Bun tells of a rejection on this one alone.
    fail('a text', 'unhandledRejection')
    expect(unhandled.take().map(({ message }) => message)).toEqual(['TypeError: x is not a function', 'a text'])
    expect(unhandled.take()).toEqual([])
    unhandled.forget()
  })

  it('is for others to see to once the run is over', () => {
    const before = events.map((event) => process.listenerCount(event))
    listenForUnhandled().forget()
    expect(events.map((event) => process.listenerCount(event))).toEqual(before)
  })

  it.each(['mutants', 'truth'])('fails a run of --%s, which tells it and goes on to its end', async (mode) => {
    const run = (args: readonly string[]) => runCommand(args, { live: liveProfiles, tools: systemTools() })
    const { begun, fail } = listening(() => runHere(run, [`--${mode}`, '--case', 'auth.get-jwks']))
    fail(new Error('a stray'), 'unhandledRejection')
    const { code, stdout, reports } = await begun
    const { problems } = JSON.parse(readFileSync(join(reports, `${mode}.json`), 'utf8')) as { problems: string[] }
    expect([code, problems]).toEqual([1, ['nobody waited for what failed: a stray']])
    expect(stdout).toContain('✗ nobody waited for what failed: a stray')
  })
})
