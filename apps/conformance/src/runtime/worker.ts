// Runs cases in the runtime it was started with, for a runner in another process: see protocol.ts.
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import type { Driver } from '@truemarkets/cefi-ws'
import { cases } from '../cases/index.ts'
import { wsDriver } from '../record/ws-driver.ts'
import { executeCase, type Open } from '../run/execute.ts'
import { onUnhandled } from '../run/unhandled.ts'
import { opener } from '../target/open.ts'
import { sandboxAt } from '../target/sandbox-at.ts'
import { runtimeHere } from './here.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

const monotonic = () => performance.now()

/**
 * The client's own driver for this runtime. The package keeps its drivers to itself, so they are found beside its entry; on
 * Node.js the recorder has had its own from the start.
 */
async function driverHere(): Promise<Driver> {
  if (runtimeHere().startsWith('node')) return wsDriver
  const beside = new URL('driver/driver-web.js', import.meta.resolve('@truemarkets/cefi-ws'))
  const { driver } = (await import(beside.protocol === 'file:' ? beside.href : pathToFileURL(beside.href).href)) as {
    driver: Driver
  }
  return driver
}

const say = (message: FromWorker) => void process.stdout.write(`${JSON.stringify(message)}\n`)

async function run(id: string, open: Open): Promise<void> {
  const testCase = cases.find((one) => one.id === id)
  if (testCase === undefined) throw new Error(`there is no case ${id}`)
  say({ kind: 'ran', id, ...(await executeCase(testCase, open, { monotonic, slowness: 1 })) })
}

onUnhandled((problem) => say({ kind: 'unhandled', problem }))
const driver = await driverHere()
say({ kind: 'ready', runtime: runtimeHere() })
let open: Open | undefined
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as ToWorker
  if (message.kind === 'sandbox') open = opener(sandboxAt(message.sandbox, driver), message.seed, monotonic)
  else if (open !== undefined) void run(message.id, open)
}
// The runner has what it asked for, or it is gone, and its sandbox with it: whatever still runs would only run out of time.
process.exit()
