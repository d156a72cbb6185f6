/** How often to look and for how long. */
export type Patience = { everyMs: number; forMs: number }

/** Reads until what was read will do; a service that works asynchronously is asked again, never slept on blindly. */
export async function until<T>(read: () => Promise<T>, done: (value: T) => boolean, patience: Patience): Promise<T> {
  const tries = Math.ceil(patience.forMs / patience.everyMs)
  for (let attempt = 1; ; attempt += 1) {
    const value = await read()
    if (done(value)) return value
    if (attempt >= tries) throw new Error(`after ${patience.forMs} ms it is still ${brief(value)}`)
    await new Promise((resolve) => setTimeout(resolve, patience.everyMs))
  }
}

/** Enough to see what was waited for. Reports keep this line, so it must not hold the body of a live answer. */
function brief(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  return 'status' in value ? `in status ${JSON.stringify(value.status)}` : `{${Object.keys(value).join(', ')}}`
}
