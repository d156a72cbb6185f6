import { isObject } from '../json.ts'
import type { SandboxHandles } from './target.ts'

/** The handles of a sandbox over HTTP, so that they work from another process and another runtime too. */
export function sandboxHandles(url: string): SandboxHandles {
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to its handle ${path}`)
    return response.json()
  }
  const tell = async (path: string, body: object): Promise<void> => void (await post(path, body))
  return {
    limitRequests: (perMinute) => tell('rate-limit', { limit: perMinute }),
    advanceClock: (milliseconds) => tell('clock', { advance_ms: milliseconds }),
    async holdClock() {
      const answer = await post('clock', { hold: true })
      const now = isObject(answer) ? answer['now'] : undefined
      if (typeof now !== 'string') throw new Error('the sandbox did not say where its clock stands')
      return Date.parse(now)
    },
    resetClock: () => tell('clock', { reset: true }),
    holdConfirmations: (hold) => tell('confirmations', { hold }),
    setHealth: (status) => tell('health', { status }),
    setTrading: (symbol, isTrading) => tell('instruments', { symbol, status: isTrading ? 'ACTIVE' : 'HALTED' }),
  }
}
