/** One thing the doctor looked at. */
export type Check = {
  name: string
  state: 'good' | 'doubtful' | 'bad' | 'skipped'
  detail: string
  /** What to do about it, in one sentence; null when nothing is to be done. */
  next: string | null
}

export const good = (name: string, detail: string): Check => ({ name, state: 'good', detail, next: null })
export const skipped = (name: string, detail: string, next: string): Check => ({ name, state: 'skipped', detail, next })
export const doubtful = (name: string, detail: string, next: string): Check => ({
  name,
  state: 'doubtful',
  detail,
  next,
})
export const bad = (name: string, detail: string, next: string): Check => ({ name, state: 'bad', detail, next })

/** Whether whole seconds of skew matter: the WebSocket takes no time ahead of its own, the strictest REST window is 15 s. */
export function judgeSkew(skewMs: number): Check {
  const seconds = skewMs / 1000
  const text = `this clock is ${Math.abs(seconds).toFixed(1)} s ${seconds >= 0 ? 'ahead of' : 'behind'} the server's`
  // The Date header counts whole seconds, so less than one and a half of them says nothing.
  if (Math.abs(seconds) < 1.5) return good('clock', text)
  if (Math.abs(seconds) < 13)
    return doubtful('clock', text, 'Synchronise the clock (NTP); the clients correct for it, other programs may not.')
  return bad('clock', text, 'Synchronise the clock (NTP): signatures made by it are outside the window.')
}
