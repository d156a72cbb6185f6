import { type CefiWsClientOptions, createCefiWsClient } from '@truemarkets/cefi-ws'
import { ConfigurationError, CredentialError, type HmacCredential, hmacKeyFromEnvironment } from '@truemarkets/core'
import { Command, Option } from 'commander'
import { EXIT } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { positiveInteger } from '../positive-integer.ts'
import { chooseTarget, type TargetOptions, targetName, withTarget } from '../target.ts'
import { follow } from './feeds.ts'
import { lineOutput, screenOutput } from './output.ts'
import { tail } from './tail.ts'
import type { FeedName } from './update.ts'

const FEEDS: readonly { readonly feed: FeedName; readonly items: string; readonly about: string }[] = [
  { feed: 'book', items: '<symbol>', about: 'the order book of an instrument, such as BTC-PYUSD' },
  { feed: 'trades', items: '<symbol...>', about: 'trades' },
  { feed: 'quotes', items: '<symbol...>', about: 'the best bid and ask' },
  { feed: 'drop-copy', items: '<client-id...>', about: 'your own orders; needs TRUEX_* in the environment' },
]

type Given = TargetOptions & {
  readonly socketUrl?: string
  readonly count?: number
  /** Of `book` alone. */
  readonly levels?: number
  readonly json?: true
}

/** `truemarkets tail <feed> <item…>`. */
export function tailCommand(io: Io, end: (code: number) => void): Command {
  const command = new Command('tail').description(
    'follow the WebSocket: a table on a terminal, lines elsewhere; signed and in real time where TRUEX_* are set',
  )
  for (const { feed, items, about } of FEEDS) {
    const followed = withTarget(new Command(feed).description(about).argument(items))
      .option('--socket-url <url>', 'the whole address of a socket that is elsewhere; takes no environment')
      .addOption(new Option('--count <n>', 'end after this many updates').argParser(positiveInteger))
      .option('--json', 'one line of JSON for each update')
      .action(async (wanted: string | string[], given: Given) => {
        await start(feed, typeof wanted === 'string' ? [wanted] : wanted, given, io)
        end(EXIT.fine)
      })
    if (feed === 'book')
      followed.addOption(new Option('--levels <n>', 'levels to show').argParser(positiveInteger).default(20))
    command.addCommand(followed)
  }
  return command
}

async function start(feed: FeedName, items: readonly string[], given: Given, io: Io): Promise<void> {
  const { count, levels = 0, json = false, socketUrl, ...chosen } = given
  const { at, target } = socketUrl === undefined ? known(chosen, io.env) : elsewhere(socketUrl, chosen)
  const hasAny = ['TRUEX_ORGANIZATION_ID', 'TRUEX_KEY_ID', 'TRUEX_KEY_SECRET'].some(
    (name) => (io.env[name] ?? '') !== '',
  )
  // With some of them set, the missing ones are a mistake; with none, market data comes without a signature.
  const auth = hasAny || feed === 'drop-copy' ? credentials(io) : undefined
  const client = createCefiWsClient({ ...at, auth })
  const title = `${feed} ${items.join(' ')}`
  const output = io.out.isTTY && !json ? screenOutput(io, { feed, title, target }) : lineOutput(io, json)
  const updates = follow(feed, { client, items, levels, nowMs: io.nowMs })
  await tail({ client, updates, output, count, signal: io.signal })
}

/** Where the client connects, and how that is called on the screen. */
interface Place {
  readonly at: Pick<CefiWsClientOptions, 'environment' | 'url'>
  readonly target: string
}

function known(chosen: TargetOptions, env: Io['env']): Place {
  const environment = chooseTarget(chosen, env)
  return { at: { environment: environment.urls }, target: targetName(environment) }
}

/** Nobody knows for sure where the socket is (question W1), so an address may be given whole. */
function elsewhere(url: string, { environment, sandboxUrl }: TargetOptions): Place {
  if (environment !== undefined || sandboxUrl !== undefined)
    throw new ConfigurationError(
      'option_invalid',
      '--socket-url is a whole address, and another option says where to look as well.',
      'Leave one of them out.',
    )
  return { at: { url }, target: url }
}

function credentials(io: Io): HmacCredential {
  try {
    return hmacKeyFromEnvironment(io.env)
  } catch (cause) {
    // The library's own advice speaks of an option in code.
    if (cause instanceof CredentialError && cause.code === 'credential_missing')
      throw new CredentialError(cause.code, cause.message, 'Set them; they come from the environment only.')
    throw cause
  }
}
