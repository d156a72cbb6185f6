import type { Contracts } from '../contract/contracts.ts'
import { isObject, type Json, parseJson } from '../json.ts'
import type { Exchange } from '../record/exchange.ts'
import { isLive, type TargetName } from '../target/target.ts'

/** Takes out of a text what an exchange held. */
export type Scrub = (text: string) => string

/** What takes out what these exchanges held, where they were with a live service; what a sandbox says is everybody's. */
export function scrubbing(target: TargetName, contracts: Contracts): (exchanges: readonly Exchange[]) => Scrub {
  if (!isLive(target)) return () => (text) => text
  const words = printedWords(contracts)
  return (exchanges) => scrubber(exchanges, words)
}

const taken = '‹left out›'

/**
 * What a live service answered may stand in the message of a failure: an assertion prints both sides, an error quotes the reason it
 * was given. Every value of every body and frame is taken out of such a text, but for the words that the contracts print.
 */
function scrubber(exchanges: readonly Exchange[], printed: ReadonlySet<string>): Scrub {
  const values = [...new Set(exchanges.flatMap(valuesIn))].filter((value) => isTelling(value) && !printed.has(value))
  // The longest first: a part of it must not be taken out before it can be found.
  const sorted = values.sort((a, b) => b.length - a.length)
  return (text) => sorted.reduce((scrubbed, value) => scrubbed.replaceAll(value, taken), text)
}

/** Short values, a status among them, are everybody's. */
const isTelling = (value: string) => value.length >= (/^\d+$/.test(value) ? 5 : 3)

function valuesIn(exchange: Exchange): string[] {
  const texts =
    exchange.kind === 'socket'
      ? exchange.frames.map(({ text }) => text)
      : [exchange.requestBody ?? '', exchange.response?.body ?? '']
  return texts.flatMap((text) => {
    const body = parseJson(text)
    return body.ok ? leaves(body.value) : text.split('\n')
  })
}

function leaves(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves)
  if (isObject(value)) return Object.values(value).flatMap(leaves)
  return typeof value === 'string' || typeof value === 'number' ? [String(value), ...linesOf(value)] : []
}

/** A message of several lines may be quoted by its first. */
const linesOf = (value: Json) => (typeof value === 'string' && value.includes('\n') ? value.split('\n') : [])

/** The words of the contracts: values of enumerations, names of members, operations and schemas. */
function printedWords({ http, socket }: Contracts): ReadonlySet<string> {
  const words = new Set<string>()
  const collect = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(collect)
    else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        words.add(key)
        for (const word of key === 'enum' && Array.isArray(inner) ? inner : key === 'const' ? [inner] : [])
          if (typeof word === 'string') words.add(word)
        collect(inner)
      }
    }
  }
  for (const { document } of [...Object.values(http), socket]) collect(document)
  return words
}
