import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cases } from '../src/cases/index.ts'
import { runtimeHere } from '../src/runtime/here.ts'
import type { Engine } from '../src/runtime/runtimes.ts'
import { startWorker } from '../src/runtime/start-worker.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'

const here: Engine = { command: process.execPath, args: [] }
const health = cases.find(({ id }) => id === 'auth.get-health.answers')

async function runIn(name: string, engine: Engine) {
  if (health === undefined) throw new Error('the case has another name now')
  const target = await sandboxTarget(1)
  const worker = startWorker(name, engine, target.place, 1)
  try {
    const run = await worker.execute(health)
    return { ...run, unhandled: worker.takeUnhandled() }
  } finally {
    await worker.close()
    await target.close()
  }
}

describe('a worker in another process', () => {
  it('runs a case against the sandbox of this one, and tells what it exchanged', async () => {
    const { problem, exchanges } = await runIn(runtimeHere(), here)
    expect(problem).toBeNull()
    expect(exchanges).toMatchObject([{ kind: 'http', api: 'auth', method: 'GET', response: { status: 200 } }])
  })

  it('goes on where something fails that nobody waits for, and tells of it', async () => {
    const stray = `
      const write = process.stdout.write.bind(process.stdout)
      process.stdout.write = (text) => {
        process.stdout.write = write
        Promise.reject(new RangeError('a stray'))
        return write(text)
      }`
    const args = ['--import', `data:text/javascript,${encodeURIComponent(stray)}`]
    const { problem, unhandled } = await runIn(runtimeHere(), { ...here, args })
    expect([problem, unhandled]).toEqual([null, [{ message: 'RangeError: a stray', detail: null, compares: false }]])
  })

  it('must be the runtime that was asked for', async () => {
    const { problem } = await runIn('bun', here)
    expect(problem?.message).toContain(`this is ${runtimeHere()}, and not bun`)
  })

  it('fails the case when it dies, and says with what words', async () => {
    const { problem } = await runIn('node0', {
      command: process.execPath,
      args: ['--eval', 'throw new Error("no luck")'],
    })
    expect(problem?.message).toContain('the runtime ended with code 1')
    expect(problem?.message).toContain('no luck')
  })

  it('fails the case when it is cut off in the middle of what it says', async () => {
    const { problem } = await runIn('node0', {
      command: process.execPath,
      args: ['--eval', 'process.stdout.write(`{"kind":"ran","id":"auth.get-health.ans`)'],
    })
    expect(problem?.message).toContain('the runtime said what is no message, or no whole one: {"kind":"ran"')
  })

  it('does not hear the Ctrl+C that asks the runner to end in order', async () => {
    let heard = 0
    const listener = () => void heard++
    // A signal that ends nobody, to the whole group as a terminal sends its own.
    process.on('SIGWINCH', listener)
    const program = `
      process.on('SIGWINCH', () => process.exit(7))
      process.kill(0, 'SIGWINCH')
      setInterval(() => {}, 1_000)`
    const { problem } = await runIn('node0', { command: process.execPath, args: ['--eval', program] })
    process.off('SIGWINCH', listener)
    expect([problem?.message, heard]).toEqual(['the runtime ended with code 7\n', 0])
  })

  it('is gone with its runner, whatever it is waiting for', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const urls = { auth: url, gateway: url, 'cefi-rest': url, 'cefi-ws': url }
    const worker = spawn(process.execPath, [join(import.meta.dirname, '../src/runtime/worker.ts')])
    worker.stdin.write(`${JSON.stringify({ kind: 'sandbox', sandbox: { urls, parties: {}, answers: {} }, seed: 1 })}\n`)
    worker.stdin.write(`${JSON.stringify({ kind: 'case', id: 'auth.get-health.answers' })}\n`)
    await once(silent, 'request')
    worker.stdin.end()
    expect(await once(worker, 'exit')).toEqual([0, null])
    silent.closeAllConnections()
    silent.close()
  })

  it('fails the case when there is no such program', async () => {
    const { problem } = await runIn('node0', { command: '/nowhere/node0', args: [] })
    expect(problem?.message).toContain('the runtime did not start')
  })
})
