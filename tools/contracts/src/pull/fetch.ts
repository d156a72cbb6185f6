import { existsSync } from 'node:fs'
import { readText } from '../load/contract.ts'
import { MAX_BYTES, textOf } from '../load/parse.ts'
import { type ReadPart, readFileOnly } from '../load/part-files.ts'
import { ContractProblem } from '../problem.ts'

/** How long a publisher may take to answer. */
const LIMIT_MS = 30_000

/**
 * The text at an address: a file, or a document on the web over HTTPS (plain HTTP on this machine only).
 *
 * @throws ContractProblem where it cannot be had; the sentence says why.
 */
export async function textFrom(location: string, fetcher: typeof fetch = fetch): Promise<string> {
  if (!isAddress(location)) {
    if (!existsSync(location)) throw new ContractProblem(`${location} is neither a file nor a URL.`)
    return readText(location)
  }
  const url = new URL(location)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new ContractProblem(`${location} is not an https address.`)
  const response = await answerOf(url, fetcher)
  if (!response.ok) throw new ContractProblem(`${location} answers ${response.status}; nothing was changed.`)
  return limited(response, location)
}

/**
 * How the parts of a contract are had that is at a location: where that is a file from files, where it is an address from
 * its own origin.
 */
export function partsBeside(location: string, fetcher: typeof fetch = fetch): ReadPart {
  return (part) => {
    if (!isAddress(location)) return readFileOnly(part)
    if (isAddress(part) && new URL(part).origin === new URL(location).origin) return textFrom(part, fetcher)
    throw new ContractProblem(`nothing is fetched but from ${new URL(location).origin}, where the contract is.`)
  }
}

function isAddress(location: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(location)
}

async function answerOf(url: URL, fetcher: typeof fetch): Promise<Response> {
  try {
    return await fetcher(url, {
      signal: AbortSignal.timeout(LIMIT_MS),
      headers: { accept: 'application/yaml, application/json, text/yaml, */*' },
    })
  } catch (cause) {
    throw new ContractProblem(
      `${url.href} cannot be reached (${reason(cause)}); nothing was changed. Name a file or another address with --from.`,
    )
  }
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause instanceof Error ? cause.cause.message : cause.message
}

async function limited(response: Response, location: string): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  const body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = response.body ?? []
  try {
    for await (const part of body) {
      size += part.byteLength
      if (size > MAX_BYTES)
        throw new ContractProblem(
          `${location} is larger than ${MAX_BYTES / 1024 / 1024} MB, so it is hardly a contract; nothing was changed.`,
        )
      parts.push(part)
    }
  } catch (cause) {
    if (cause instanceof ContractProblem) throw cause
    throw new ContractProblem(`${location} ends before all of it has come (${reason(cause)}); nothing was changed.`)
  }
  return textOf(Buffer.concat(parts), location)
}
