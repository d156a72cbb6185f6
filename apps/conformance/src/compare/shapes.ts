import { operationOf } from '../audit/http.ts'
import type { Contracts } from '../contract/contracts.ts'
import { isObject, type Json, parseJson } from '../json.ts'
import type { Exchange } from '../record/exchange.ts'
import type { Target } from '../target/target.ts'

/** One place in the bodies of a kind: the JSON types seen there, and how often there was anything. No value is kept. */
export type Place = { types: Set<string>; count: number }

/** What the answers of one kind look like, place by place. */
export type Shape = Map<string, Place>

/** Shapes by what was asked and how it was answered, such as `gateway.getOrder 200` or `cefi-ws.depth UPDATE`. */
export type Shapes = Map<string, Shape>

export function shapesOf(contracts: Contracts, target: Pick<Target, 'bases'>, exchanges: readonly Exchange[]): Shapes {
  const shapes: Shapes = new Map()
  const note = (subject: string, text: string) => {
    const body = parseJson(text)
    const shape: Shape = shapes.get(subject) ?? new Map()
    shapes.set(subject, shape)
    if (body.ok) addShape(shape, body.value, '')
    else addType(shape, '', text === '' ? 'nothing' : 'text')
  }
  for (const exchange of exchanges) {
    if (exchange.kind === 'socket') {
      for (const { direction, text } of exchange.frames) if (direction === 'received') noteFrame(contracts, text, note)
    } else if (exchange.response !== null) {
      const operation = operationOf(contracts.http[exchange.api], target.bases[exchange.api], exchange)
      const version = exchange.requestHeaders['x-truex-version'] ?? ''
      const subject = `${exchange.api}.${operation?.id ?? 'unknown'} ${exchange.response.status} ${version}`
      note(subject.trimEnd(), exchange.response.body)
    }
  }
  return shapes
}

function noteFrame({ socket }: Contracts, text: string, note: (subject: string, text: string) => void): void {
  const frame = parseJson(text)
  const update = frame.ok && isObject(frame.value) ? frame.value['update'] : undefined
  const message = frame.ok ? socket.match('received', frame.value) : undefined
  note(`cefi-ws.${message?.name ?? 'unknown'} ${typeof update === 'string' ? update : ''}`.trimEnd(), text)
}

function addShape(shape: Shape, value: Json, at: string): void {
  if (Array.isArray(value)) {
    addType(shape, at, 'array')
    for (const element of value) addShape(shape, element, `${at}/*`)
  } else if (isObject(value)) {
    addType(shape, at, 'object')
    for (const [key, member] of Object.entries(value)) addShape(shape, member, `${at}/${key}`)
  } else addType(shape, at, value === null ? 'null' : typeof value)
}

function addType(shape: Shape, at: string, type: string): void {
  const place = shape.get(at) ?? { types: new Set(), count: 0 }
  place.types.add(type)
  place.count += 1
  shape.set(at, place)
}
