import type { CaseContext } from '../../case/context.ts'
import { bearer, look, type Seen } from '../probe.ts'

export const needs = ['apiKey'] as const

export async function get(context: CaseContext, path: string, headers: Record<string, string> = {}): Promise<Seen> {
  return look(context.send('gateway', 'GET', path, undefined, { ...(await bearer(context)), ...headers }))
}

export async function post(context: CaseContext, path: string, body?: unknown): Promise<Seen> {
  return look(context.send('gateway', 'POST', path, body, await bearer(context)))
}
