import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseJson } from '../json.ts'
import type { History } from './history.ts'

/** A history that does not exist yet is empty; one that cannot be read is an error, not a fresh start. */
export function readHistory(path: string): History {
  if (!existsSync(path)) return []
  const parsed = parseJson(readFileSync(path, 'utf8'))
  if (!parsed.ok || !Array.isArray(parsed.value))
    throw new Error(`${path} is not a history of runs: move it away to start a new one`)
  return parsed.value as unknown as History
}

export function writeHistory(path: string, history: History): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(history, null, 2)}\n`)
}
