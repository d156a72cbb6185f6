import type { Api } from '../api.ts'
import { healthOf, isLive, type Target } from './target.ts'

/** Further apart than this, and nearly every signed request is refused: CeFi REST takes 15 seconds, and cases are off by ten on purpose. */
const clocksApartMs = 10_000

type Trouble = { what: string; ask: string }

/**
 * The APIs of a live service that cannot be asked, each with a sentence that says why: its host is silent, or another answers in its
 * place, or its clock and ours are too far apart, or no WebSocket opens. Each of their cases would fail for that reason, those of the
 * WebSocket after their whole time. Once somebody wants an end, nobody else is asked, nor said to be away.
 * @param wanted what is to be asked; no other host is
 * @param patienceMs within which a service that is only slow answers its health check, and opens a socket
 */
export async function whoIsAway(
  target: Pick<Target, 'name' | 'urls' | 'fetch' | 'driver' | 'socketAddresses'>,
  wanted: readonly { readonly api: Api }[],
  stop: AbortSignal,
  patienceMs = 15_000,
): Promise<ReadonlyMap<Api, string>> {
  const away = new Map<Api, string>()
  if (!isLive(target.name)) return away
  const given = () => AbortSignal.any([stop, AbortSignal.timeout(patienceMs)])
  const found = ({ what, ask }: Trouble, without: readonly Api[]) => {
    const sentence = `${what}, so nothing of ${without.join(' and ')} was tried: ${ask} \`pnpm truemarkets doctor --environment ${target.name}\` looks closer`
    for (const api of without) away.set(api, sentence)
  }
  const asked = [...new Set(wanted.map(({ api }) => api))]
  for (const host of new Set(asked.map((api) => healthOf[api]))) {
    const trouble = await troubleAt(`${target.urls[host]}/health`, target.fetch, given())
    if (stop.aborted) return away
    const without = asked.filter((api) => healthOf[api] === host)
    if (trouble !== null) found(trouble, without)
  }
  if (!asked.includes('cefi-ws') || away.has('cefi-ws')) return away
  // Any of its addresses will do: at which of them it is, is a question (W1).
  for (const url of target.socketAddresses) if (await opens(target.driver, url, given())) return away
  const { host } = new URL(target.urls['cefi-ws'])
  if (!stop.aborted) found({ what: `no WebSocket opens at ${host}`, ask: 'is the VPN up?' }, ['cefi-ws'])
  return away
}

function opens(driver: Target['driver'], url: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const ignore = () => {}
    const onOpen = () => {
      resolve(true)
      socket.close(1000, '')
    }
    const events = { onOpen, onText: ignore, onBinary: ignore, onPong: ignore, onClose: () => resolve(false) }
    const socket = driver(url, events, { maxFrameBytes: 1_000_000 })
    signal.addEventListener('abort', () => socket.terminate())
    if (signal.aborted) socket.terminate()
  })
}

async function troubleAt(url: string, fetch: Target['fetch'], signal: AbortSignal): Promise<Trouble | null> {
  const { host } = new URL(url)
  const away = (what: string): Trouble => ({ what: `${host} ${what}`, ask: 'is the VPN up?' })
  try {
    const response = await fetch(url, { signal })
    if (/^\s*</.test(await response.text())) return away(`answers ${response.status} with a page`)
    if (response.status >= 300 && response.status < 400) return away(`answers ${response.status} with a redirect`)
    const aheadMs = Date.parse(response.headers.get('date') ?? '') - Date.now()
    // Without the header there is no number, and nothing to say.
    if (!(Math.abs(aheadMs) > clocksApartMs)) return null
    const apart = `${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'}`
    return { what: `${host} is ${apart} the clock of this machine`, ask: 'is that clock right?' }
  } catch {
    return away(signal.aborted ? 'does not answer' : 'cannot be reached')
  }
}
