/** An end before all is done, in order, and at once for whatever only reads or waits. */
export type Interruption = { stop: AbortSignal; forget: () => void }

/** Ctrl+C, `kill`, and a terminal that is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A terminal sends the signal to the whole group and a parent may send it on: what follows so soon is the same key. */
const sameKeyMs = 500

/**
 * Ctrl+C while cases run: the first ends the run in order, the second ends all.
 *
 * @param limitMs Milliseconds after which the run ends in order by itself; null for never.
 */
export function listenForInterruption(limitMs: number | null = null): Interruption {
  const stop = new AbortController()
  let endedAt: number | null = null
  const end = (why: string) => {
    endedAt ??= Date.now()
    if (stop.signal.aborted) return
    process.stderr.write(`\n${why}: what has begun is finished and cleaned up after. Ctrl+C ends at once.\n`)
    stop.abort()
  }
  const timer = limitMs === null ? undefined : setTimeout(() => end('The time is over'), limitMs)
  const onSignal = () => {
    if (endedAt !== null && Date.now() - endedAt > sameKeyMs) process.exit(130)
    end('Ending')
  }
  for (const signal of signals) process.on(signal, onSignal)
  return {
    stop: stop.signal,
    forget() {
      clearTimeout(timer)
      for (const signal of signals) process.off(signal, onSignal)
    },
  }
}
