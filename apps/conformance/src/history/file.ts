import { existsSync, readFileSync } from 'node:fs'
import { parseJson } from '../json.ts'
import { writeWhole } from '../report/write-whole.ts'
import type { History } from './history.ts'

/** A history that does not exist yet is empty; one that cannot be read is an error, not a fresh start. */
export function readHistory(path: string): History {
  if (!existsSync(path)) return []
  const parsed = parseJson(contentOf(path))
  if (!parsed.ok || !Array.isArray(parsed.value))
    throw new Error(`${path} is not a history of runs: move it away to start a new one`)
  return parsed.value as unknown as History
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

export function writeHistory(path: string, history: History): void {
  writeWhole(path, `${JSON.stringify(history, null, 2)}\n`)
}
