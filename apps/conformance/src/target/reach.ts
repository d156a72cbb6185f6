import { isLive, type Target } from './target.ts'

/** Further apart than this, and nearly every signed request is refused: CeFi REST takes 15 seconds, and cases are off by ten on purpose. */
const clocksApartMs = 10_000

type Trouble = { what: string; ask: string }

/**
 * Why a live service cannot be asked at all; null when every host answers for itself, whatever it says, and a WebSocket opens, or
 * somebody wants an end. A portal of the network, an edge that answers in its place or a clock that is wrong would fail every case
 * for the same reason, and a socket that does not open those of the WebSocket, each after its whole time.
 * @param patienceMs within which a service that is only slow answers its health check, and opens a socket
 */
export async function whyAway(
  target: Pick<Target, 'name' | 'urls' | 'fetch' | 'driver' | 'socketAddresses'>,
  stop: AbortSignal,
  patienceMs = 15_000,
): Promise<string | null> {
  if (!isLive(target.name)) return null
  const given = () => AbortSignal.any([stop, AbortSignal.timeout(patienceMs)])
  const sentence = ({ what, ask }: Trouble) =>
    `${what}, so nothing was tried: ${ask} \`pnpm truemarkets doctor --environment ${target.name}\` looks closer`
  for (const api of ['auth', 'cefi-rest'] as const) {
    const url = `${target.urls[api]}/health`
    const trouble = await troubleAt(url, target.fetch, given())
    if (stop.aborted) return null
    if (trouble !== null) return sentence(trouble)
  }
  // Any of its addresses will do: at which of them it is, is a question (W1).
  for (const url of target.socketAddresses) if (await opens(target.driver, url, given())) return null
  if (stop.aborted) return null
  const { host } = new URL(target.urls['cefi-ws'])
  return sentence({ what: `no WebSocket opens at ${host}`, ask: 'is the VPN up?' })
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
