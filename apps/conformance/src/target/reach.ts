import type { Target } from './target.ts'

/**
 * Why a live service cannot be asked at all; null when every host answers for itself, whatever it says. A portal of the network or an
 * edge that answers in its place would fail every case for the same reason.
 */
export async function whyAway(target: Pick<Target, 'name' | 'urls' | 'fetch'>): Promise<string | null> {
  for (const api of ['auth', 'cefi-rest'] as const) {
    const url = `${target.urls[api]}/health`
    const trouble = await troubleAt(url, target.fetch)
    if (trouble !== null)
      return `${new URL(url).host} ${trouble}, so nothing was tried: is the VPN up? \`pnpm truemarkets doctor --environment ${target.name}\` looks closer`
  }
  return null
}

async function troubleAt(url: string, fetch: Target['fetch']): Promise<string | null> {
  try {
    const response = await fetch(url)
    const isPage = /^\s*</.test(await response.text())
    const isRedirect = response.status >= 300 && response.status < 400
    return isPage || isRedirect ? `answers ${response.status} with a ${isPage ? 'page' : 'redirect'}` : null
  } catch {
    return 'cannot be reached'
  }
}
