import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { demoCredentials } from './demo-credentials.ts'
import { startSandbox } from './index.ts'
import { realCredentialVariables } from './real-credentials.ts'
import { welcome } from './welcome.ts'

const USAGE = `Usage: pnpm sandbox [options]

  --port <number>        where to listen; 0 takes any free port (default: 4010)
  --host <address>       any but loopback opens it to others (default: 127.0.0.1)
  --seed <number>        decides ids, books and traders (default: 1)
  --traders              let a market maker and a random trader move the books
  --record <file.har>    keep every HTTP exchange, without secrets, in a file that
                         is written when the sandbox stops
  --answer <id>=<choice> play another answer to an open question of
                         specs/<api>/questions.yaml; may be given several times`

/** What the command needs of the process around it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly print: (text: string) => void
  readonly printError: (text: string) => void
  /** Calls back once, when somebody wants the sandbox to stop; the exit code is known when it has. */
  readonly onStop: (stop: () => Promise<0 | 2>) => void
}

/** Runs `pnpm sandbox`; resolves with the exit code once the sandbox listens, or cannot. */
export async function command(args: readonly string[], around: Surroundings): Promise<0 | 2> {
  const { print, printError } = around
  const found = realCredentialVariables(around.env, demoCredentials)
  if (found.length > 0) {
    printError(`Real credentials must stay away from a sandbox. Unset ${found.join(', ')} and start again.`)
    return 2
  }
  try {
    const { values } = parseArgs({
      args: args.filter((arg) => arg !== '--'),
      options: {
        port: { type: 'string', default: '4010' },
        host: { type: 'string', default: '127.0.0.1' },
        seed: { type: 'string', default: '1' },
        answer: { type: 'string', multiple: true, default: [] },
        traders: { type: 'boolean', default: false },
        record: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) {
      print(USAGE)
      return 0
    }
    // Before anything is recorded that could then not be kept.
    if (values.record !== undefined) await writeFile(values.record, '', { flag: 'a' })
    const sandbox = await startSandbox({
      port: wholeNumber('--port', values.port, 65_535),
      host: values.host,
      seed: wholeNumber('--seed', values.seed, 4_294_967_295),
      traders: values.traders,
      record: values.record !== undefined,
      answers: Object.fromEntries(values.answer.map(readAnswer)),
      print: ({ kind, where, detail }) => printError(`${kind}: ${where}: ${detail}`),
    })
    print(welcome(sandbox))
    if (!isLoopback(values.host))
      printError(`Listening on ${values.host}: whoever can reach this machine can use the sandbox.`)
    const stop = async () => {
      await sandbox.close()
      if (values.record === undefined) return
      await writeFile(values.record, `${JSON.stringify(sandbox.recording(), null, 2)}\n`)
      print(`What was asked and answered is in ${values.record}, without its secrets.`)
    }
    around.onStop(async () => {
      try {
        await stop()
        return 0
      } catch (error) {
        printError(wordsOf(error))
        return 2
      }
    })
    return 0
  } catch (error) {
    printError(explain(error))
    return 2
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Why nothing can listen where it was told to, and what to do about it. */
const CANNOT_LISTEN = new Map<unknown, string>([
  ['EADDRINUSE', 'Something listens there already; choose another port with --port.'],
  ['EACCES', 'This user may not listen there; choose a port above 1023 with --port.'],
  ['EADDRNOTAVAIL', 'This machine has no such address; choose another with --host.'],
])

function explain(error: unknown): string {
  const isOfListening = error instanceof Error && 'code' in error && 'syscall' in error && error.syscall === 'listen'
  const advice = isOfListening ? CANNOT_LISTEN.get(error.code) : undefined
  return advice === undefined ? `${wordsOf(error)}\n${USAGE}` : `${wordsOf(error)}. ${advice}`
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function wholeNumber(name: string, text: string, maximum: number): number {
  const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (!(value <= maximum)) throw new RangeError(`${name} must be a whole number up to ${maximum}, not "${text}".`)
  return value
}

function readAnswer(text: string): [string, string] {
  const [, id, choice] = /^([^=]+)=([^=]+)$/.exec(text) ?? []
  if (id === undefined || choice === undefined)
    throw new RangeError(`--answer takes <question-id>=<choice>, not "${text}".`)
  return [id, choice]
}
