import type { TypeScriptGenerator as Generator } from '@asyncapi/modelina'
import { isObject, type Json, type JsonObject, textAt } from '../json.ts'
import { typeName } from '../model/names.ts'
import { tupleOf } from '../model/tuples.ts'
import { ANY_STRING, UNNAMED_LEFT_OUT } from '../model/widened.ts'
import { messageModels, REST } from './message-models.ts'
import { InputMetaModel, TypeScriptGenerator } from './modelina.ts'
import { DEPRECATED, key, quote, tsdoc } from './text.ts'

/** What the message models are made of. */
export type MessagesInput = { readonly schemas: JsonObject; readonly openForms: ReadonlyMap<string, string> }

/** `messages.ts`: one exported type for each schema, rendered by Modelina under the names of the contract. */
export async function emitMessages(input: MessagesInput): Promise<string> {
  const models = new InputMetaModel()
  models.models = messageModels(input.schemas)
  const outputs = await generator(input.openForms).generate(models)
  return outputs
    .toSorted((a, b) => (a.modelName < b.modelName ? -1 : 1))
    .map(({ result }) => result)
    .join('\n\n')
}

function generator(openForms: ReadonlyMap<string, string>): Generator {
  const docOf = (schema: unknown, name: string): string => tsdoc([...words(schema), openNote(openForms, name)])
  return new TypeScriptGenerator({
    modelType: 'interface',
    enumType: 'union',
    mapType: 'record',
    rawPropertyNames: true,
    // Names are made beforehand; Modelina's own constraints would merge names that differ only in case or dashes.
    constraints: {
      modelName: ({ modelName }) => modelName,
      propertyKey: ({ objectPropertyModel }) => objectPropertyModel.propertyName,
    },
    typeMapping: {
      Any: ({ constrainedModel }) => anyType(constrainedModel.originalInput),
      String: ({ constrainedModel }) => (isMarked(constrainedModel.originalInput) ? '(string & {})' : 'string'),
      // A record of itself would be a circle; an index signature is none.
      Dictionary: ({ constrainedModel: { value } }) =>
        value.type === 'unknown' ? 'Record<string, unknown>' : `{ [key: string]: ${value.type} }`,
      Array: ({ constrainedModel }) => `(${constrainedModel.valueModel.type})[]`,
      Tuple: ({ constrainedModel: { tuple, originalInput } }) => {
        const least = tupleOf(asSchema(originalInput) ?? {})?.least ?? 0
        const items = tuple.map(({ value }, index) => {
          if (value.originalInput === REST) return `...${value.type}`
          return index < least ? value.type : `(${value.type})?`
        })
        return `[${items.join(', ')}]`
      },
      Union: ({ constrainedModel }) => [...new Set(constrainedModel.union.map(({ type }) => type))].join(' | '),
    },
    presets: [
      {
        interface: {
          self: ({ model, content }) => `${docOf(model.originalInput, model.name)}export ${content}`,
          property: ({ property }) => {
            const optional = property.required ? '' : '?'
            return `${tsdoc(words(property.property.originalInput))}${key(property.unconstrainedPropertyName)}${optional}: ${property.property.type}`
          },
          additionalContent: ({ model, content }) => `${content}${indexSignature(model.originalInput)}`,
        },
        type: { self: ({ model, content }) => `${docOf(model.originalInput, model.name)}export ${content}` },
      },
    ],
  })
}

function asSchema(value: unknown): JsonObject | undefined {
  return isObject(value as Json) ? (value as JsonObject) : undefined
}

function words(value: unknown): (string | undefined)[] {
  const schema = asSchema(value)
  if (schema === undefined) return []
  return [textAt(schema, 'description'), schema['deprecated'] === true ? DEPRECATED : undefined]
}

function openNote(openForms: ReadonlyMap<string, string>, name: string): string | undefined {
  const closed = openForms.get(name)
  return closed === undefined
    ? undefined
    : `As received: like {@link ${typeName(closed)}}, and open to values newer than the contract.`
}

function isMarked(value: unknown): boolean {
  return asSchema(value)?.[ANY_STRING] === true
}

function anyType(value: unknown): string {
  const schema = asSchema(value)
  if (schema === undefined) return value === false ? 'never' : 'unknown'
  const literal = schema['const']
  if (literal === undefined) return 'unknown'
  return typeof literal === 'string' ? quote(literal) : JSON.stringify(literal)
}

// An object takes further members as unknown where the contract says what they are, or that it may be sent with some.
function indexSignature(value: unknown): string {
  const schema = asSchema(value) ?? {}
  const rest = schema['additionalProperties']
  const isSaid = isObject(rest) || isObject(schema['patternProperties'])
  return isSaid || (rest === true && schema[UNNAMED_LEFT_OUT] !== true) ? '[member: string]: unknown' : ''
}
