/** Ctrl+C while cases run: the first ends the run in order, and at once whatever only reads or waits; the second ends all. */
export type Interruption = { stop: AbortSignal; forget: () => void }

/** Ctrl+C, `kill`, and a terminal that is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A terminal sends the signal to the whole group and a parent may send it on: what follows so soon is the same key. */
const sameKeyMs = 500

export function listenForInterruption(): Interruption {
  const stop = new AbortController()
  let firstAt: number | null = null
  const onSignal = () => {
    if (firstAt !== null && Date.now() - firstAt > sameKeyMs) process.exit(130)
    if (firstAt === null)
      process.stderr.write('\nEnding: what has begun is finished and cleaned up after. Again to end at once.\n')
    firstAt ??= Date.now()
    stop.abort()
  }
  for (const signal of signals) process.on(signal, onSignal)
  return {
    stop: stop.signal,
    forget() {
      for (const signal of signals) process.off(signal, onSignal)
    },
  }
}
