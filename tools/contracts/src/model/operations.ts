import { arrayAt, isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { type Behaviour, type BehaviourSource, behaviourOf } from './behaviour.ts'
import { isJson, METHODS } from './http.ts'
import { jsonTypesOf } from './json-types.ts'
import { nameOf } from './names.ts'

/** Where a parameter stands. */
export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie'

/** A parameter with its references resolved. */
export type ParameterModel = {
  readonly name: string
  readonly in: ParameterPlace
  readonly required: boolean
  readonly description?: string
  readonly deprecated: boolean
  /** Whether a list in a query stands between commas, and does not repeat its name. */
  readonly isCommaList: boolean
  readonly schema: Json
}

/** A body in one content type. */
export type BodyModel = { readonly contentType: string; readonly schema: Json }

/** One response of an operation; `status` is a code, a range such as `4XX`, or `default`. */
export type ResponseModel = { readonly status: string; readonly body?: BodyModel }

/** One operation, as every OpenAPI emitter reads it. */
export type OperationModel = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary?: string
  readonly description?: string
  /** A call of the operation, as TypeScript; from `x-sdk-example`. */
  readonly example?: string
  readonly deprecated: boolean
  readonly behaviour: Behaviour
  readonly authOptional: boolean
  readonly parameters: readonly ParameterModel[]
  readonly requestBody?: BodyModel & { readonly required: boolean; readonly description?: string }
  readonly responses: readonly ResponseModel[]
}

/** The operations of a document that went through `assignNames`, by path and method in the order of the document. */
export function operationsOf(document: JsonObject, behaviour: BehaviourSource): OperationModel[] {
  const operations: OperationModel[] = []
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
    const pathItem = resolve(document, item)
    if (pathItem === undefined) continue
    for (const method of METHODS) {
      const operation = pathItem[method]
      if (isObject(operation)) operations.push(operationOf(document, { path, method, pathItem, operation, behaviour }))
    }
  }
  return operations
}

type Place = {
  readonly path: string
  readonly method: string
  readonly pathItem: JsonObject
  readonly operation: JsonObject
  readonly behaviour: BehaviourSource
}

function operationOf(document: JsonObject, place: Place): OperationModel {
  const { path, method, pathItem, operation } = place
  const body = resolve(document, operation['requestBody'])
  const content = bodyOf(body)
  const description = body === undefined ? undefined : textAt(body, 'description')
  const example = textAt(operation, 'x-sdk-example')
  return {
    id: textAt(operation, 'operationId') ?? nameOf(operation, method, path),
    method: method.toUpperCase(),
    path,
    ...optionalText(operation, 'summary'),
    ...optionalText(operation, 'description'),
    ...(example === undefined ? {} : { example }),
    deprecated: operation['deprecated'] === true,
    behaviour: behaviourOf(operation, method, `${method.toUpperCase()} ${path}`, place.behaviour, document),
    authOptional: isAuthOptional(document, operation),
    parameters: parametersOf(document, pathItem, operation),
    ...(content === undefined
      ? {}
      : {
          requestBody: {
            ...content,
            required: body?.['required'] === true,
            ...(description === undefined ? {} : { description }),
          },
        }),
    responses: Object.entries(objectAt(operation, 'responses')).map(([status, response]) => {
      const answer = bodyOf(resolve(document, response))
      return { status, ...(answer === undefined ? {} : { body: answer }) }
    }),
  }
}

function optionalText<Key extends 'summary' | 'description'>(object: JsonObject, key: Key): { [K in Key]?: string } {
  const text = textAt(object, key)
  return (text === undefined ? {} : { [key]: text }) as { [K in Key]?: string }
}

// JSON wins over other content types; without JSON the first one printed stands for the body.
function bodyOf(holder: JsonObject | undefined): BodyModel | undefined {
  if (holder === undefined) return undefined
  const content = Object.entries(objectAt(holder, 'content'))
  const [contentType, media] = content.find(([type]) => isJson(type)) ?? content[0] ?? []
  if (contentType === undefined || !isObject(media)) return undefined
  return { contentType, schema: media['schema'] ?? true }
}

// A parameter of the operation replaces the one of the path with the same place and name.
function parametersOf(document: JsonObject, pathItem: JsonObject, operation: JsonObject): ParameterModel[] {
  const found = new Map<string, ParameterModel>()
  for (const value of [...arrayAt(pathItem, 'parameters'), ...arrayAt(operation, 'parameters')]) {
    const parameter = resolve(document, value)
    const name = parameter === undefined ? undefined : textAt(parameter, 'name')
    const place = parameter === undefined ? undefined : placeOf(parameter['in'])
    if (parameter === undefined || name === undefined || place === undefined) continue
    found.set(`${place}:${name}`, {
      name,
      in: place,
      required: parameter['required'] === true || place === 'path',
      ...optionalText(parameter, 'description'),
      deprecated: parameter['deprecated'] === true,
      isCommaList:
        place === 'query' && parameter['explode'] === false && jsonTypesOf(document, parameter['schema']).has('array'),
      schema: parameter['schema'] ?? true,
    })
  }
  return [...found.values()]
}

function placeOf(value: Json | undefined): ParameterPlace | undefined {
  return value === 'path' || value === 'query' || value === 'header' || value === 'cookie' ? value : undefined
}

// `security: [{}, …]` is OpenAPI's way of saying that credentials may be left out.
function isAuthOptional(document: JsonObject, operation: JsonObject): boolean {
  const security = operation['security'] ?? document['security']
  if (!Array.isArray(security) || security.length < 2) return false
  return security.some((alternative) => isObject(alternative) && Object.keys(alternative).length === 0)
}
