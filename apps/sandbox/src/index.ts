import type { AddressInfo } from 'node:net'
import { attachCefiWs } from './cefi-ws/server.ts'
import { SandboxClock } from './clock.ts'
import { createContext } from './create-context.ts'
import { demoCredentials, type SandboxCredentials } from './demo-credentials.ts'
import { startTraders } from './exchange/traders.ts'
import { createGateway } from './gateway/gateway.ts'
import type { LogEntry, SandboxLog } from './log.ts'
import { seededRandom } from './random.ts'
import type { BrokenRules } from './rules.ts'
import { createApp } from './server/app.ts'
import type { Faults } from './server/faults.ts'
import { HarRecorder } from './server/har.ts'
import { listen, stopListening } from './server/listen.ts'
import type { RateLimit } from './server/rate-limit.ts'
import { newShell } from './server/state.ts'

export { SandboxClock } from './clock.ts'
export type { DemoHmacKey, DemoKeyFile, SandboxCredentials } from './demo-credentials.ts'
export { demoCredentials } from './demo-credentials.ts'
export type { LogEntry } from './log.ts'
export { type BrokenRules, type Rules, soundRules } from './rules.ts'
export type { ActiveFault, FaultKind, FaultRule } from './server/faults.ts'
export { FAULT_KINDS, Faults } from './server/faults.ts'

export interface SandboxOptions {
  /** Default 0: any free port. */
  readonly port?: number
  /** Default `127.0.0.1`. Another host opens the sandbox to whoever can reach it. */
  readonly host?: string
  /** Default: a clock at real time. */
  readonly clock?: SandboxClock
  /** Decides ids, books and traders. Default 1. */
  readonly seed?: number
  /** A choice for open questions of `specs/<api>/questions.yaml`, by question id. Default: each question's default. */
  readonly answers?: Readonly<Record<string, string>>
  /**
   * Rules to break on purpose, so that a suite can show that it notices. An answer that then breaks the contract is sent and
   * noted in the log. Default: none.
   */
  readonly broken?: BrokenRules
  /** Whether a seeded market maker and a random trader move the books. Default false: the books wait for their clients. */
  readonly traders?: boolean
  /** Whether to keep every HTTP exchange, without its secrets, for `recording`. Default false. */
  readonly record?: boolean
  /** Told of the sandbox's own failures. Default: they are only kept in `log`. */
  readonly print?: (entry: LogEntry) => void
}

export interface Sandbox {
  /** Such as `http://127.0.0.1:4010`; also the status page. */
  readonly url: string
  readonly urls: {
    readonly auth: string
    readonly gateway: string
    readonly cefiRest: string
    readonly cefiWs: string
  }
  readonly credentials: SandboxCredentials
  readonly clock: SandboxClock
  readonly faults: Faults
  readonly rateLimit: RateLimit
  /** Its counters of internal errors and contract violations must be zero after any run. */
  readonly log: SandboxLog
  /** The HTTP exchanges so far as a HAR document; `undefined` unless `record` was asked for. */
  recording(): Record<string, unknown> | undefined
  /** Ends every connection, timer and listener. */
  close(): Promise<void>
}

/** Starts a sandbox of its own: state is in memory and ends with it. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', clock = new SandboxClock(), seed = 1, answers = {}, print = () => {} } = options
  const { traders = false, record = false, broken = {} } = options
  // To Node.js it means every address of the machine; in a script it is a variable that was not set.
  if (host === '') throw new RangeError('The host to listen on is empty; leave it out for 127.0.0.1.')
  const context = createContext({ clock, seed, answers, broken, print })
  const gateway = createGateway(context)
  const { exchange, scheduler } = context
  if (traders) startTraders({ exchange, scheduler, random: seededRandom(seed + 2) })
  const shell = newShell(record ? new HarRecorder() : undefined)
  const server = await listen(createApp(context, gateway, shell), host, port).catch((error: unknown) => {
    scheduler.close()
    throw error
  })
  const webSockets = attachCefiWs(server, context)
  shell.webSockets = () => webSockets.connections
  // A TCP server has an address object; only pipes have a string.
  const authority = `${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
  const url = `http://${authority}`
  return {
    url,
    urls: {
      auth: `${url}/v1/auth`,
      gateway: `${url}/v1/gateway`,
      cefiRest: `${url}/v1/cefi`,
      cefiWs: `ws://${authority}${webSockets.path}`,
    },
    credentials: demoCredentials,
    clock,
    faults: context.faults,
    rateLimit: gateway.rateLimit,
    log: context.log,
    recording: () => shell.recorder?.toJSON(),
    close: async () => {
      await webSockets.close()
      context.scheduler.close()
      context.exchange.close()
      await stopListening(server)
    },
  }
}
