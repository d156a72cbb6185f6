import { Command, InvalidArgumentError, Option } from 'commander'
import { EXIT } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { paintFor } from '../style.ts'
import { explainChallenge, explainStamp } from './es256.ts'
import { explainCefiRest, explainCefiRestLegacy, explainCefiWs, type HmacIds } from './hmac.ts'
import { readInput, readKey, readSecret, timestampOf } from './inputs.ts'
import { renderSignature } from './render.ts'
import type { Signature } from './signature.ts'

/** `truemarkets sign <recipe>`: one command for each recipe, since each needs something else. */
export function signCommand(io: Io, end: (code: number) => void): Command {
  const show = (signature: Signature, { json }: { readonly json?: true }) => {
    io.out.write(json ? `${JSON.stringify(signature)}\n` : renderSignature(signature, paintFor(io.out, io.env)))
    end(EXIT.fine)
  }
  return new Command('sign')
    .description('show the canonical string and the signature, step by step; nothing is sent, secrets stay hidden')
    .addCommand(challenge(io, show))
    .addCommand(stamp(io, show))
    .addCommand(rest('cefi-rest', 'a CeFi REST request, headers X-Truex-*', explainCefiRest, io, show))
    .addCommand(
      rest('cefi-rest-legacy', 'a CeFi REST request, older headers x-truex-auth-*', explainCefiRestLegacy, io, show),
    )
    .addCommand(webSocket(io, show))
}

type Show = (signature: Signature, options: { readonly json?: true }) => void

function challenge(io: Io, show: Show): Command {
  type Given = { keyFile?: string; keyId?: string; timestamp?: string; json?: true }
  return withKey(new Command('challenge').description('the challenge of a token exchange'))
    .addOption(timestampOption())
    .option('--json', JSON_HELP)
    .action((given: Given) => show(explainChallenge(timestampOf(given.timestamp, io), readKey(given, io)), given))
}

function stamp(io: Io, show: Show): Command {
  type Given = { keyFile?: string; keyId?: string; payload?: string; payloadFile?: string; json?: true }
  return withKey(new Command('stamp').description('a payload of the Gateway'))
    .option('--payload <text>', 'the payload as received')
    .addOption(new Option('--payload-file <path>', 'a file that holds it, byte for byte').conflicts('payload'))
    .option('--json', JSON_HELP)
    .action((given: Given, command: Command) => {
      if (given.payload === undefined && given.payloadFile === undefined) {
        command.error('error: Pass --payload or --payload-file.', { code: 'commander.missingMandatoryOptionValue' })
      }
      show(explainStamp(readInput(given.payload, given.payloadFile, io), readKey(given, io)), given)
    })
}

function rest(name: string, about: string, explain: typeof explainCefiRest, io: Io, show: Show): Command {
  type Given = {
    method: string
    path: string
    body?: string
    bodyFile?: string
    timestamp?: string
    secretFile?: string
    json?: true
  }
  return new Command(name)
    .description(about)
    .requiredOption('--method <method>', 'such as GET')
    .requiredOption('--path <path>', 'such as /v1/cefi/orders/active')
    .option('--body <text>', 'the body as sent (default: none)')
    .addOption(new Option('--body-file <path>', 'a file that holds it, byte for byte').conflicts('body'))
    .addOption(timestampOption())
    .addOption(secretFileOption())
    .option('--json', JSON_HELP)
    .action((given: Given) => {
      const { method, path } = given
      const body = readInput(given.body, given.bodyFile, io)
      const parts = { method, path, timestamp: timestampOf(given.timestamp, io), body }
      show(explain(parts, idsOf(io), readSecret(given.secretFile, io)), given)
    })
}

function webSocket(io: Io, show: Show): Command {
  type Given = { key?: string; path: string; timestamp?: string; secretFile?: string; json?: true }
  return new Command('cefi-ws')
    .description('a request of the CeFi WebSocket')
    .option('--key <id>', 'the id of the key (default: the variable TRUEX_KEY_ID)')
    .option('--path <path>', "the path of the socket's URL", '/api/v1')
    .addOption(timestampOption())
    .addOption(secretFileOption())
    .option('--json', JSON_HELP)
    .action((given: Given, command: Command) => {
      const key = given.key ?? idsOf(io).keyId
      if (key === '') {
        command.error('error: Pass --key, or set TRUEX_KEY_ID.', { code: 'commander.missingMandatoryOptionValue' })
      }
      const parts = { key, path: given.path, timestamp: timestampOf(given.timestamp, io) }
      show(explainCefiWs(parts, idsOf(io), readSecret(given.secretFile, io)), given)
    })
}

const JSON_HELP = 'one line of JSON, for programs'

function withKey(command: Command): Command {
  return command
    .option('--key-file <path>', 'the key file (default: the variable TM_KEY_FILE)')
    .option('--key-id <id>', 'for a key file without one, such as a PEM')
}

function timestampOption(): Option {
  return new Option('--timestamp <seconds>', 'Unix seconds (default: now)').argParser((text: string) => {
    if (/^(?:0|[1-9]\d{0,10})$/.test(text)) return text
    throw new InvalidArgumentError('Write whole Unix seconds.')
  })
}

function secretFileOption(): Option {
  return new Option('--secret-file <path>', 'a file that holds the secret (default: the variable TRUEX_KEY_SECRET)')
}

function idsOf({ env }: Io): HmacIds {
  return { organizationId: env['TRUEX_ORGANIZATION_ID'] ?? '', keyId: env['TRUEX_KEY_ID'] ?? '' }
}
