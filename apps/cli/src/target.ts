import { ConfigurationError, checkBaseUrl, type Environment, resolveEnvironment } from '@truemarkets/core'
import { type Command, Option } from 'commander'

/** The options that choose where a command looks. */
export interface TargetOptions {
  readonly environment?: string
  readonly sandboxUrl?: string
}

/** Gives a command the options that choose where it looks. */
export function withTarget(command: Command): Command {
  return command
    .addOption(new Option('-e, --environment <name>', 'production, uat or sandbox (default: the variable TM_ENV)'))
    .addOption(new Option('--sandbox-url <url>', 'a sandbox elsewhere, such as http://127.0.0.1:4011'))
}

/**
 * Where to look. There is no default: a doctor of the wrong environment would be worse than none.
 *
 * @throws {ConfigurationError} No environment is chosen, its name is unknown, the URL is not one to trust, or both are given and do not agree.
 */
export function chooseTarget(
  { environment, sandboxUrl }: TargetOptions,
  env: Readonly<Record<string, string | undefined>>,
): Environment {
  if (sandboxUrl !== undefined) {
    // TM_ENV is what is meant when nothing is said; here something is.
    if (environment !== undefined && environment !== 'sandbox')
      throw new ConfigurationError(
        'option_invalid',
        `--sandbox-url names a sandbox, and --environment ${environment}.`,
        'Leave one of them out.',
      )
    const url = checkBaseUrl(sandboxUrl, '--sandbox-url')
    const urls = { auth: `${url}/v1/auth`, gateway: `${url}/v1/gateway`, cefiRest: `${url}/v1/cefi` }
    return resolveEnvironment({ ...urls, cefiWs: `${url.replace(/^http/, 'ws')}/api/v1` })
  }
  const name = environment ?? env['TM_ENV'] ?? ''
  if (name === '') {
    throw new ConfigurationError(
      'environment_unknown',
      'No environment was chosen.',
      'Pass --environment production, uat or sandbox, or set TM_ENV.',
    )
  }
  return resolveEnvironment(undefined, { TM_ENV: name })
}

/** How the target is called in what is shown. */
export function targetName({ name, urls }: Environment): string {
  return name === 'custom' ? new URL(urls.cefiRest ?? '').origin : name
}
