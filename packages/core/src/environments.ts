import { ConfigurationError } from './errors/configuration-error.ts'
import { suggestion } from './options.ts'
import { processVariables } from './variables.ts'

/** The APIs that have an address of their own. */
export type ApiName = 'auth' | 'gateway' | 'cefiRest' | 'cefiWs'

/** Names of the environments the clients know. */
export type EnvironmentName = 'production' | 'uat' | 'sandbox'

/** Base URLs by API. A URL carries the base path and no trailing slash. */
export type EnvironmentUrls = { readonly [api in ApiName]?: string | undefined }

/** A resolved environment: checked URLs, and the name they came from (`custom` for explicit URLs). */
export interface Environment {
  /** Its name; `custom` for explicit URLs. */
  readonly name: EnvironmentName | 'custom'
  /** Base URL of each API. */
  readonly urls: EnvironmentUrls
}

/** Auth §servers, Gateway §servers, CeFi REST v1.0.5, CeFi WS 1.0.5; the sandbox is this project's own. */
const KNOWN: Readonly<Record<EnvironmentName, Required<EnvironmentUrls>>> = {
  production: {
    auth: 'https://api.truemarkets.co/v1/auth',
    gateway: 'https://api.truemarkets.co/v1/gateway',
    cefiRest: 'https://api.truex.co/v1/cefi',
    cefiWs: 'wss://prod.truex.co/api/v1',
  },
  uat: {
    auth: 'https://api.uat.truemarkets.co/v1/auth',
    gateway: 'https://api.uat.truemarkets.co/v1/gateway',
    cefiRest: 'https://api.uat.truex.co/v1/cefi',
    cefiWs: 'wss://uat.truex.co/api/v1',
  },
  sandbox: {
    auth: 'http://127.0.0.1:4010/v1/auth',
    gateway: 'http://127.0.0.1:4010/v1/gateway',
    cefiRest: 'http://127.0.0.1:4010/v1/cefi',
    cefiWs: 'ws://127.0.0.1:4010/api/v1',
  },
}

/** `prod` is how the publisher's own `TM_ENV` spells it. */
const ALIASES: Readonly<Record<string, EnvironmentName>> = { prod: 'production' }

/**
 * Turns the `environment` option into checked URLs.
 *
 * @param environment A name, explicit URLs, or undefined to use `TM_ENV` (`prod`, `production`, `uat` or `sandbox`).
 * @param variables Where `TM_ENV` is looked up. Default: `process.env` where there is one.
 * @throws {ConfigurationError} `environment_unknown`, or `url_insecure` for plain HTTP or WS outside loopback.
 * @example
 * ```ts
 * resolveEnvironment('uat').urls.gateway // 'https://api.uat.truemarkets.co/v1/gateway'
 * ```
 */
export function resolveEnvironment(
  environment: EnvironmentName | EnvironmentUrls | undefined,
  variables: Readonly<Record<string, string | undefined>> = processVariables(),
): Environment {
  const chosen = environment ?? variables['TM_ENV']
  if (chosen === undefined || chosen === '') {
    throw new ConfigurationError(
      'environment_unknown',
      'No environment was chosen.',
      "Pass environment: 'production', 'uat' or 'sandbox', or set TM_ENV.",
    )
  }
  if (typeof chosen === 'object') return { name: 'custom', urls: checkUrls(chosen) }
  // A caller without types can pass anything at all.
  const anything: unknown = chosen
  const given = String(anything)
  const name = ALIASES[given] ?? given
  if (!isEnvironmentName(name)) {
    throw new ConfigurationError(
      'environment_unknown',
      `Unknown environment "${given}".`,
      `${suggestion(given, Object.keys(KNOWN), 'Use')} Or pass the URLs.`,
    )
  }
  return { name, urls: KNOWN[name] }
}

/**
 * The base URL of one API in an environment.
 *
 * @throws {ConfigurationError} `url_missing` when explicit URLs leave this API out.
 * @example
 * ```ts
 * environmentUrl(resolveEnvironment('uat'), 'auth') // 'https://api.uat.truemarkets.co/v1/auth'
 * ```
 */
export function environmentUrl(environment: Environment, api: ApiName): string {
  const url = environment.urls[api]
  if (url === undefined) {
    throw new ConfigurationError(
      'url_missing',
      `The environment has no URL for ${api}.`,
      `Pass environment: { ${api}: 'https://...' }.`,
    )
  }
  return url
}

/**
 * Checks one base URL: absolute, HTTPS or WSS (plain only on loopback), no credentials, query or fragment.
 *
 * @returns The URL as it is parsed, without a trailing slash.
 * @throws {ConfigurationError} `url_insecure` or `option_invalid`.
 * @example
 * ```ts
 * checkBaseUrl('https://api.example.com/v1/', 'baseUrl') // 'https://api.example.com/v1'
 * ```
 */
export function checkBaseUrl(text: string, option: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['https:', 'http:', 'wss:', 'ws:'].includes(url.protocol)) {
    throw new ConfigurationError(
      'option_invalid',
      `${option} is not an absolute HTTP or WebSocket URL.`,
      'Write it with its scheme and host, for example https://api.example.com/v1.',
    )
  }
  // Of a query or a fragment that is empty the mark is left, and what is written after it would be one.
  if (url.username !== '' || url.password !== '' || /[?#]/.test(url.href)) {
    throw new ConfigurationError(
      'option_invalid',
      `${option} carries credentials, a query or a fragment.`,
      'Keep scheme, host, port and path only.',
    )
  }
  if ((url.protocol === 'http:' || url.protocol === 'ws:') && !isLoopback(url.hostname)) {
    throw new ConfigurationError(
      'url_insecure',
      `${option} is not encrypted, and ${url.hostname} is not this machine.`,
      'Use https:// or wss://; plain connections are allowed to loopback only.',
    )
  }
  // Parsing takes away what surrounds it, such as the line break at the end of a file that it was read from.
  return url.href.replace(/\/+$/, '')
}

function checkUrls(urls: EnvironmentUrls): EnvironmentUrls {
  const apis = Object.keys(KNOWN.production)
  return Object.fromEntries(
    Object.entries(urls)
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([api, url]) => {
        if (!apis.includes(api)) {
          const message = `Unknown API "${api}" in environment.`
          throw new ConfigurationError('option_unknown', message, suggestion(api, apis, 'The APIs are'))
        }
        return [api, checkBaseUrl(url, `environment.${api}`)]
      }),
  )
}

function isEnvironmentName(name: string): name is EnvironmentName {
  return Object.hasOwn(KNOWN, name)
}

/** 127.0.0.0/8, ::1 and localhost; URL parsing has already made the host canonical. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
