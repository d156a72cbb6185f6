import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Case } from '../case/define.ts'
import { parseJson } from '../json.ts'
import type { Problem, Run } from '../run/execute.ts'
import type { SandboxPlace } from '../target/sandbox-at.ts'
import type { FromWorker, Ran, ToWorker } from './protocol.ts'
import type { Engine } from './runtimes.ts'

export type Worker = {
  execute: (testCase: Pick<Case, 'id'>) => Promise<Run>
  /** What failed in the runtime since the last call while nobody waited for it. */
  takeUnhandled: () => Problem[]
  close: () => Promise<void>
}

const program = join(import.meta.dirname, 'worker.ts')

/** Starts a runtime that runs cases against the sandbox, as many at once as it is given. */
export function startWorker(name: string, { command, args }: Engine, sandbox: SandboxPlace, seed: number): Worker {
  // In a group of its own, out of reach of the Ctrl+C that asks the runner to end in order. It ends with its input.
  const child = spawn(command, [...args, program], { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  const waiting = new Map<string, (ran: Ran) => void>()
  const unhandled: Problem[] = []
  let [errors, ended] = ['', false]
  const end = (reason: string) => {
    if (ended) return
    ended = true
    for (const [id, settle] of waiting) settle(lost(id, `${reason}\n${errors}`))
    waiting.clear()
  }
  const say = (message: ToWorker) => void child.stdin.write(`${JSON.stringify(message)}\n`)
  child.stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString()}`.slice(-keptErrors)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const parsed = parseJson(line)
    if (!parsed.ok) {
      end(`the runtime said what is no message, or no whole one: ${line.slice(0, 80)}`)
      child.kill()
      return
    }
    const message = parsed.value as FromWorker
    if (message.kind === 'ready') {
      if (message.runtime === name) return
      end(`this is ${message.runtime}, and not ${name}`)
      child.kill()
      return
    }
    if (message.kind === 'unhandled') {
      unhandled.push(message.problem)
      return
    }
    const { kind: _, ...ran } = message
    waiting.get(ran.id)?.(ran)
    waiting.delete(ran.id)
  })
  // A pipe that breaks says less than the end of the process, which follows.
  child.stdin.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    child.on('error', (cause) => {
      end(`the runtime did not start: ${cause.message}`)
      resolve()
    })
    child.on('close', (code, signal) => {
      end(`the runtime ended with ${signal ?? `code ${code}`}`)
      resolve()
    })
  })
  say({ kind: 'sandbox', sandbox, seed })
  return {
    async execute({ id }) {
      const { id: _, ...run } = await new Promise<Ran>((resolve) => {
        if (ended) {
          resolve(lost(id, `the runtime is gone\n${errors}`))
          return
        }
        waiting.set(id, resolve)
        say({ kind: 'case', id })
      })
      return run
    },
    takeUnhandled: () => unhandled.splice(0),
    async close() {
      child.stdin.end()
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await closed
      clearTimeout(late)
    },
  }
}

const keptErrors = 2_000

const lost = (id: string, message: string): Ran => ({
  id,
  problem: { message, detail: null, compares: false },
  isCut: false,
  durationMs: 0,
  exchanges: [],
  failedAfter: 0,
})
