import type { CaseContext } from './context.ts'

const goes = 3

type Timed = Pick<CaseContext, 'elapsedMs'>

/**
 * Does what a stall of the machine would turn into something else, and does it again where it took longer than the limit.
 * What the last go came to counts, with whether that one was prompt.
 */
export async function timed<T>(
  { elapsedMs }: Timed,
  limitMs: number,
  run: () => Promise<T>,
): Promise<{ value: T; isPrompt: boolean }> {
  for (let go = 1; ; go += 1) {
    const began = elapsedMs()
    const [outcome] = await Promise.allSettled([run()])
    const isPrompt = elapsedMs() - began <= limitMs
    if (!isPrompt && go < goes) continue
    if (outcome.status === 'rejected') throw outcome.reason
    return { value: outcome.value, isPrompt }
  }
}

/** The same for a case, which has to come to an end either way. */
export async function promptly<T>(context: Timed, limitMs: number, run: () => Promise<T>): Promise<T> {
  return (await timed(context, limitMs, run)).value
}
