import type { Target } from './target.ts'

/** Further apart than this, and nearly every signed request is refused: CeFi REST takes 15 seconds, and cases are off by ten on purpose. */
const clocksApartMs = 10_000

type Trouble = { what: string; ask: string }

/**
 * Why a live service cannot be asked at all; null when every host answers for itself, whatever it says, or somebody wants an end. A
 * portal of the network, an edge that answers in its place or a clock that is wrong would fail every case for the same reason.
 * @param patienceMs within which a service that is only slow answers its health check
 */
export async function whyAway(
  target: Pick<Target, 'name' | 'urls' | 'fetch'>,
  stop: AbortSignal,
  patienceMs = 15_000,
): Promise<string | null> {
  for (const api of ['auth', 'cefi-rest'] as const) {
    const url = `${target.urls[api]}/health`
    const late = AbortSignal.timeout(patienceMs)
    const trouble = await troubleAt(url, target.fetch, AbortSignal.any([stop, late]))
    if (stop.aborted) return null
    if (trouble !== null)
      return `${new URL(url).host} ${trouble.what}, so nothing was tried: ${trouble.ask} \`pnpm truemarkets doctor --environment ${target.name}\` looks closer`
  }
  return null
}

async function troubleAt(url: string, fetch: Target['fetch'], signal: AbortSignal): Promise<Trouble | null> {
  const away = (what: string): Trouble => ({ what, ask: 'is the VPN up?' })
  try {
    const response = await fetch(url, { signal })
    if (/^\s*</.test(await response.text())) return away(`answers ${response.status} with a page`)
    if (response.status >= 300 && response.status < 400) return away(`answers ${response.status} with a redirect`)
    const aheadMs = Date.parse(response.headers.get('date') ?? '') - Date.now()
    // Without the header there is no number, and nothing to say.
    if (!(Math.abs(aheadMs) > clocksApartMs)) return null
    const apart = `${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'}`
    return { what: `is ${apart} the clock of this machine`, ask: 'is that clock right?' }
  } catch {
    return away(signal.aborted ? 'does not answer' : 'cannot be reached')
  }
}
