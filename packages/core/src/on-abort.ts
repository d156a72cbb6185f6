/** Who waits for a signal. */
interface Audience {
  readonly works: Set<() => void>
  readonly tell: () => void
}

const audiences = /* @__PURE__ */ new WeakMap<AbortSignal, Audience>()

/**
 * Runs `work` when the signal is aborted; the result lets go of it, and of the signal when nobody else waits.
 *
 * A program has one signal for its end, and hundreds of calls wait for it. They share a listener, because Node.js 20 warns of
 * a leak from the eleventh on.
 *
 * @example
 * ```ts
 * const end = new AbortController()
 * const ended = []
 * const letGo = onAbort(end.signal, () => ended.push('poll'))
 * end.abort()
 * ended // ['poll']
 * letGo()
 * ```
 */
export function onAbort(signal: AbortSignal, work: () => void): () => void {
  const { works, tell } = audiences.get(signal) ?? gather(signal)
  // One of its own, so that what is given twice is run twice.
  const mine = (): void => work()
  works.add(mine)
  return () => {
    if (!works.delete(mine) || works.size > 0) return
    audiences.delete(signal)
    signal.removeEventListener('abort', tell)
  }
}

function gather(signal: AbortSignal): Audience {
  const works = new Set<() => void>()
  const tell = (): void => {
    audiences.delete(signal)
    for (const work of works) work()
  }
  signal.addEventListener('abort', tell, { once: true })
  const audience = { works, tell }
  audiences.set(signal, audience)
  return audience
}
