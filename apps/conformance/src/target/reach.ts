import type { Target } from './target.ts'

/** Why a live service cannot be asked at all; null when every host answers something, whatever it is. */
export async function whyAway(target: Pick<Target, 'name' | 'urls' | 'fetch'>): Promise<string | null> {
  for (const api of ['auth', 'cefi-rest'] as const) {
    const url = `${target.urls[api]}/health`
    try {
      await (await target.fetch(url)).arrayBuffer()
    } catch {
      const { host } = new URL(url)
      return `${host} cannot be reached, so nothing was tried: is the VPN up? \`pnpm truemarkets doctor --environment ${target.name}\` looks closer`
    }
  }
  return null
}
