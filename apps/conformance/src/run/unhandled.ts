import { type Problem, toProblem } from './execute.ts'

/** Failures that nobody waited for, so that no case can be blamed. They must not end a run that has orders open. */
export type Unhandled = { take: () => Problem[]; forget: () => void }

/** Bun keeps the two apart; the others tell of a rejection on either. */
const events = ['uncaughtException', 'unhandledRejection'] as const

/**
 * Tells of what is thrown or rejected in this process outside of everything that is awaited.
 * @returns what ends it
 */
export function onUnhandled(tell: (problem: Problem) => void): () => void {
  const onFailure = (cause: unknown) => tell(toProblem(cause))
  for (const event of events) process.on(event, onFailure)
  return () => {
    for (const event of events) process.off(event, onFailure)
  }
}

/** Gathers them until they are asked for. */
export function listenForUnhandled(): Unhandled {
  let gathered: Problem[] = []
  const forget = onUnhandled((problem) => void gathered.push(problem))
  return {
    take() {
      const taken = gathered
      gathered = []
      return taken
    },
    forget,
  }
}
