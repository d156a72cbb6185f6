import { ConfigurationError } from '../errors/configuration-error.ts'

/** Where a request goes, in the parts that are signed. */
export interface WireUrl {
  readonly href: string
  /** Path and query of `href`, as they go on the wire; the query without its question mark. */
  readonly path: string
  readonly query: string
}

/** A path and a query of characters that URL parsing leaves as they are. */
const PLAIN = /^\/[\w\-.~!$&()*+,;=:@%/]*(?:\?[\w\-.~!$&()*+,;=:@%/?]+)?$/
/** Segments that begin with a dot, encoded or not, may be `.` and `..`, which URL parsing removes. */
const DOT_SEGMENT = /\/(?:\.|%2e)/i

/**
 * Makes the function that resolves the URL of a request against the base URL of its client.
 *
 * What is signed must be what fetch sends, and fetch parses the URL. Parsing it here takes as long as half a signature, so
 * a URL that parsing would leave as it is, which is nearly every one, is only looked at.
 *
 * @returns A function that throws {@link ConfigurationError} `origin_refused` for a URL of another origin.
 */
export function createUrlResolver(base: URL): (url: string) => WireUrl {
  const prefix = base.href.replace(/\/+$/, '')
  const basePath = base.pathname.replace(/\/+$/, '')
  return (url) => {
    const rest = url.startsWith(prefix) ? url.slice(prefix.length) : ''
    if (PLAIN.test(rest) && !DOT_SEGMENT.test(rest)) {
      const mark = rest.indexOf('?')
      const path = mark === -1 ? rest : rest.slice(0, mark)
      return { href: url, path: `${basePath}${path}`, query: rest.slice(path.length + 1) }
    }
    const against = /^https?:\/\//i.test(url) ? undefined : `${prefix}/`
    // A path is one of the API, as the operation table writes them, and not one of the host.
    const reference = url.replace(/^\/(?!\/)/, './')
    const parsed = URL.canParse(reference, against) ? new URL(reference, against) : undefined
    if (parsed?.origin === base.origin)
      return { href: parsed.href, path: parsed.pathname, query: parsed.search.slice(1) }
    throw new ConfigurationError(
      'origin_refused',
      `The request goes to ${parsed?.origin ?? 'no address that can be read'}, the client belongs to ${base.origin}.`,
      'Make a client for that origin; credentials never leave the one they were given for.',
    )
  }
}
