import type { SandboxHandles } from './target.ts'

/** The handles of a sandbox over HTTP, so that they work from another process and another runtime too. */
export function sandboxHandles(url: string): SandboxHandles {
  const post = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to its handle ${path}`)
    await response.arrayBuffer()
  }
  return {
    limitRequests: (perMinute) => post('rate-limit', { limit: perMinute }),
    advanceClock: (milliseconds) => post('clock', { advance_ms: milliseconds }),
    resetClock: () => post('clock', { reset: true }),
    setHealth: (status) => post('health', { status }),
    setTrading: (symbol, isTrading) => post('instruments', { symbol, status: isTrading ? 'ACTIVE' : 'HALTED' }),
  }
}
