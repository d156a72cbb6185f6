import { type Problem, toProblem } from './execute.ts'

/** Failures that nobody waited for, so that no case can be blamed. They must not end a run that has orders open. */
export type Strays = { take: () => Problem[]; forget: () => void }

/** Gathers what is thrown or rejected in this process outside of everything that is awaited. */
export function listenForStrays(): Strays {
  let gathered: Problem[] = []
  // A rejection that nobody handles comes here as well.
  const onStray = (cause: unknown) => void gathered.push(toProblem(cause))
  process.on('uncaughtException', onStray)
  return {
    take() {
      const taken = gathered
      gathered = []
      return taken
    },
    forget: () => void process.off('uncaughtException', onStray),
  }
}
