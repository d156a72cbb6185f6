import { arrayAt, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'

/** One channel of the contract. */
export type ChannelModel = {
  readonly id: string
  /** Nothing where the contract leaves it open. */
  readonly address?: string
  readonly summary?: string
  /** What fills the holes of the address, by name. */
  readonly parameters: readonly ChannelParameter[]
  /** The names of its messages, as the models have them. */
  readonly messages: readonly string[]
}

/** What fills a hole in the address of a channel. */
export type ChannelParameter = {
  readonly name: string
  readonly description?: string
  /** The values it is limited to; none where it is not. */
  readonly values: readonly string[]
  readonly default?: string
}

/** Where the sockets of a contract are. */
export type ServerModel = { readonly id: string; readonly url: string; readonly description?: string }

/** The channels of a document; `namesOf` knows what the models call its messages. */
export function channelsOf(document: JsonObject, namesOf: (message: JsonObject) => readonly string[]): ChannelModel[] {
  return Object.entries(objectAt(document, 'channels')).map(([id, channel]) => {
    const value = resolve(document, channel) ?? {}
    const summary = textAt(value, 'summary') ?? textAt(value, 'description')
    const address = textAt(value, 'address')
    return {
      id,
      ...(address === undefined ? {} : { address }),
      ...(summary === undefined ? {} : { summary }),
      parameters: parametersOf(document, value),
      messages: Object.values(objectAt(value, 'messages')).flatMap((entry) => {
        const message = resolve(document, entry)
        return message === undefined ? [] : namesOf(message)
      }),
    }
  })
}

// AsyncAPI 3 limits the parameter itself, 2 by a schema.
function parametersOf(document: JsonObject, channel: JsonObject): ChannelParameter[] {
  return Object.entries(objectAt(channel, 'parameters')).map(([name, value]) => {
    const parameter = resolve(document, value) ?? {}
    const schema = resolve(document, parameter['schema']) ?? {}
    const description = textAt(parameter, 'description')
    const usual = parameter['default'] ?? schema['default']
    return {
      name,
      ...(description === undefined ? {} : { description }),
      values: [...arrayAt(parameter, 'enum'), ...arrayAt(schema, 'enum')].map(inAddress),
      ...(usual === undefined ? {} : { default: inAddress(usual) }),
    }
  })
}

function inAddress(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The servers of a document, each with the URL that its variables have by default. */
export function serversOf(document: JsonObject): ServerModel[] {
  return Object.entries(objectAt(document, 'servers')).map(([id, value]) => {
    const server = resolve(document, value) ?? {}
    const description = textAt(server, 'description')
    const written = `${textAt(server, 'protocol') ?? 'wss'}://${textAt(server, 'host') ?? ''}${textAt(server, 'pathname') ?? ''}`
    const url = withDefaults(document, written, objectAt(server, 'variables'))
    return { id, url, ...(description === undefined ? {} : { description }) }
  })
}

// What a variable is by default; one without stays open in the URL.
function withDefaults(document: JsonObject, url: string, variables: JsonObject): string {
  return url.replaceAll(/\{([^{}]+)\}/g, (hole, name: string) => {
    const variable = resolve(document, variables[name])
    return (variable === undefined ? undefined : textAt(variable, 'default')) ?? hole
  })
}
