#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { createCefiWsClient } from '@truemarkets/cefi-ws'
import { apiKey, hmacKeyFromEnvironment } from '@truemarkets/core'
import { Command, InvalidArgumentError, Option } from 'commander'
import { createStyle } from '../report/style.ts'
import type { Check } from './check.ts'
import { doctor } from './doctor.ts'
import { explainSignature, type Scheme, schemes } from './sign.ts'
import { type Feed, tail } from './tail.ts'

type Environment = 'sandbox' | 'uat' | 'production'

const style = createStyle(process.stdout.isTTY && process.env['NO_COLOR'] === undefined)
const print = (text: string) => void process.stdout.write(`${text}\n`)

const environment = () =>
  new Option('--environment <name>', 'where to look')
    .choices(['sandbox', 'uat', 'production'])
    .env('TM_ENV')
    .default('sandbox')

const signs: Record<Check['state'], string> = {
  good: style.green('✓'),
  doubtful: style.yellow('!'),
  bad: style.red('✗'),
  skipped: style.dim('–'),
}

const program = new Command('truemarkets').description('Small tools around the True Markets APIs.')

program
  .command('doctor')
  .description('looks at clock, keys, reachability and versions, and says what to do about what is wrong')
  .addOption(environment())
  .option('--json', 'for programs', false)
  .action(async (options: { environment: Environment; json: boolean }) => {
    const checks = await doctor(options.environment, process.env)
    if (options.json) print(JSON.stringify(checks, null, 2))
    else
      for (const { name, state, detail, next } of checks)
        print(
          `${signs[state]} ${name.padEnd(16)} ${detail}${next === null ? '' : style.dim(`\n${' '.repeat(19)}${next}`)}`,
        )
    process.exitCode = checks.some(({ state }) => state === 'bad') ? 1 : 0
  })

program
  .command('sign')
  .description('shows a signature step by step; secrets come from TRUEX_KEY_SECRET or TM_KEY_FILE and are never shown')
  .addArgument(program.createArgument('<scheme>', 'which recipe').choices(schemes))
  .option('--method <method>', 'HTTP method', 'GET')
  .option('--path <path>', 'path as signed', '/v1/cefi/orders/active')
  .option('--body <text>', 'body, or the payload to stamp', '')
  .option('--timestamp <seconds>', 'Unix seconds (default: now)', wholeSeconds)
  .option('--json', 'for programs', false)
  .action(
    (scheme: Scheme, options: { method: string; path: string; body: string; timestamp?: string; json: boolean }) => {
      const keyFile = process.env['TM_KEY_FILE'] ?? ''
      const steps = explainSignature({
        ...options,
        scheme,
        timestamp: options.timestamp ?? String(Math.floor(Date.now() / 1000)),
        keyId: process.env['TRUEX_KEY_ID'] ?? '',
        secret: process.env['TRUEX_KEY_SECRET'] ?? '',
        key: keyFile === '' ? null : apiKey(readFileSync(keyFile, 'utf8')),
      })
      if (options.json) print(JSON.stringify(steps, null, 2))
      else for (const { step, value } of steps) print(`${step.padEnd(24)} ${value}`)
    },
  )

program
  .command('tail')
  .description('prints a book, trades or your orders as they change; orders need TRUEX_* in the environment')
  .addArgument(program.createArgument('<feed>', 'what to follow').choices(['book', 'trades', 'orders']))
  .argument('<item...>', 'instrument symbols; for orders, client ids')
  .addOption(environment())
  .option('--limit <lines>', 'end after this many', (text) => Number(wholeSeconds(text)))
  .option('--json', 'a JSON text a line', false)
  .action(async (feed: Feed, items: string[], options: { environment: Environment; limit?: number; json: boolean }) => {
    const hasKey = (process.env['TRUEX_KEY_ID'] ?? '') !== ''
    const auth = hasKey ? { auth: hmacKeyFromEnvironment(process.env) } : {}
    const client = createCefiWsClient({ environment: options.environment, ...auth })
    process.once('SIGINT', () => void client.close())
    try {
      await tail({ client, feed, items, limit: options.limit ?? null, json: options.json, write: print })
    } finally {
      await client.close()
    }
  })

function wholeSeconds(text: string): string {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('it must be a whole number')
  return text
}

await program.parseAsync().catch((cause: unknown) => {
  const next =
    cause instanceof Error && 'nextStep' in cause && typeof cause.nextStep === 'string' ? `\n${cause.nextStep}` : ''
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}${next}\n`)
  process.exitCode = 1
})
