import { type Problem, toProblem } from './execute.ts'

/** Failures that nobody waited for, so that no case can be blamed. They must not end a run that has orders open. */
export type Unhandled = { take: () => Problem[]; forget: () => void }

/** Gathers what is thrown or rejected in this process outside of everything that is awaited. */
export function listenForUnhandled(): Unhandled {
  let gathered: Problem[] = []
  // A rejection that nobody handles comes here as well.
  const onUnhandled = (cause: unknown) => void gathered.push(toProblem(cause))
  process.on('uncaughtException', onUnhandled)
  return {
    take() {
      const taken = gathered
      gathered = []
      return taken
    },
    forget: () => void process.off('uncaughtException', onUnhandled),
  }
}
