import { followed, isObject, type Json, type JsonObject } from '../json.ts'
import { createSchemaReader, type SchemaReader } from './schema.ts'
import { type ContractValidator, createContractValidator } from './validator.ts'

export type Message = {
  name: string
  direction: 'sent' | 'received'
  /** Pointer of the payload schema. */
  pointer: string
}

export type SocketContract = {
  api: 'cefi-ws'
  document: JsonObject
  messages: Message[]
  validator: ContractValidator
  reader: SchemaReader
  /** The message a frame is, told by its direction and, for received ones, by `channel` and `update` together. */
  match(direction: 'sent' | 'received', frame: Json): Message | undefined
}

export function readSocketContract(document: Json): SocketContract {
  if (!isObject(document)) throw new Error('the cefi-ws contract is not an object')
  const validator = createContractValidator(document)
  const messages = listMessages(document)
  return {
    api: 'cefi-ws',
    document,
    messages,
    validator,
    reader: createSchemaReader(document, validator.fits),
    match(direction, frame) {
      const candidates = messages.filter((message) => message.direction === direction)
      if (direction === 'sent') return candidates[0]
      return candidates.find((message) => admits(validator, message, frame))
    },
  }
}

function listMessages(document: JsonObject): Message[] {
  const operations = document['operations']
  if (!isObject(operations)) throw new Error('the cefi-ws contract has no operations')
  const found = new Map<string, Message>()
  for (const operation of Object.values(operations)) {
    if (!isObject(operation) || !Array.isArray(operation['messages'])) continue
    for (const reference of operation['messages']) {
      const place = placeOf(document, reference)
      const name = place.split('/').at(-1) ?? ''
      // AsyncAPI tells the application's side: ours sends the subscription and receives the rest.
      const direction = operation['action'] === 'send' ? 'sent' : 'received'
      found.set(name, { name, direction, pointer: `${place}/payload` })
    }
  }
  if (found.size === 0) throw new Error('the cefi-ws contract has no messages')
  return [...found.values()]
}

/** A reference may pass through the channel's own list of messages. */
function placeOf(document: JsonObject, reference: Json): string {
  const pointer = isObject(reference) ? reference['$ref'] : undefined
  if (typeof pointer !== 'string') throw new Error('an AsyncAPI operation must name its messages by $ref')
  return followed(document, pointer)
}

/** Whether the payload schema accepts this channel and this update; what else may be wrong with the frame does not matter here. */
function admits(validator: ContractValidator, message: Message, frame: Json): boolean {
  if (!isObject(frame)) return false
  return validator
    .violations(message.pointer, { channel: frame['channel'] ?? null, update: frame['update'] ?? null })
    .every((violation) => violation.at !== '/channel' && violation.at !== '/update')
}
