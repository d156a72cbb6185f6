import type { MetaModel } from '@asyncapi/modelina'
import { branchesOf, isObject, type Json, type JsonObject, objectAt, strings } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { pascalCase, typeNames } from '../model/names.ts'
import { tupleOf } from '../model/tuples.ts'
import { isUnionAlone, variants } from '../model/variants.ts'
import {
  AnyModel,
  ArrayModel,
  BooleanModel,
  DictionaryModel,
  FloatModel,
  ObjectModel,
  ObjectPropertyModel,
  ReferenceModel,
  StringModel,
  TupleModel,
  TupleValueModel,
  UnionModel,
} from './modelina.ts'

/**
 * The models Modelina renders. They are built here rather than by its JSON Schema interpreter, which loses nullable enums,
 * consts, properties that differ only in case or dashes, and the items of tuples.
 */
export function messageModels(schemas: JsonObject): { [name: string]: MetaModel } {
  const names = typeNames(Object.keys(schemas))
  const taken = new Set(names.values())
  const above = new Map<JsonObject, string>()
  const build = (schema: Json, name: string): MetaModel => {
    if (!isObject(schema)) return new AnyModel(name, schema, {})
    const outer = above.get(schema)
    if (outer !== undefined) return reference(outer, schema)
    // What two parts say of a member may contain itself.
    const isComposed = Array.isArray(schema['allOf'])
    if (isComposed) above.set(schema, name)
    const model = modelOf(schema, name, { schemas, names, taken, build })
    above.delete(schema)
    return model
  }
  const models: { [name: string]: MetaModel } = {}
  for (const [component, name] of names) models[name] = named(build(schemas[component] ?? true, name), name)
  return models
}

type Context = {
  readonly schemas: JsonObject
  readonly names: ReadonlyMap<string, string>
  readonly taken: Set<string>
  readonly build: (schema: Json, name: string) => MetaModel
}

// A reference is rendered as the name it has, so that one that got another name would stand for itself.
function named(model: MetaModel, name: string): MetaModel {
  if (model instanceof ReferenceModel) return new UnionModel(name, model.originalInput, {}, [model])
  model.name = name
  return model
}

function reference(type: string, schema: Json): MetaModel {
  return new ReferenceModel(type, schema, {}, new AnyModel(type, {}, {}))
}

function modelOf(schema: JsonObject, name: string, context: Context): MetaModel {
  const target = schemaName(schema['$ref'])
  if (target !== undefined) return reference(context.names.get(target) ?? target, schema)
  if (schema['const'] !== undefined) return new AnyModel(name, schema, {})
  if (Array.isArray(schema['enum'])) return enumModel(schema, schema['enum'], name)
  const branches = branchesOf(schema)
  if (branches !== undefined && isUnionAlone(schema)) return union(branches, schema, name, context)
  const shapes = variants(schema, context.schemas, name)
  const [only] = shapes
  return shapes.length === 1 && only !== undefined ? shaped(only, name, context) : union(shapes, schema, name, context)
}

// What parts amount to may be limited to values by one of them.
function shaped(shape: JsonObject, name: string, context: Context): MetaModel {
  const isLimited = shape['const'] !== undefined || Array.isArray(shape['enum'])
  return isLimited ? modelOf(shape, name, context) : typed(shape, name, context)
}

function union(branches: readonly Json[], schema: JsonObject, name: string, context: Context): MetaModel {
  const models = branches.map((branch, index) => context.build(branch, inner(name, `Option${index + 1}`, context)))
  // The values of two limited texts may be the same.
  const members = models.flatMap((model) => (model instanceof UnionModel ? model.union : [model]))
  return new UnionModel(name, schema, {}, members)
}

function typed(schema: JsonObject, name: string, context: Context): MetaModel {
  const type = schema['type']
  if (Array.isArray(type))
    return new UnionModel(
      name,
      schema,
      {},
      type.map((one) => typed({ ...schema, type: one }, one === 'object' ? objectName(name, context) : name, context)),
    )
  if (type === 'string') return new StringModel(name, schema, {})
  if (type === 'number' || type === 'integer') return new FloatModel(name, schema, {})
  if (type === 'boolean') return new BooleanModel(name, schema, {})
  if (type === 'null') return literal(null, name)
  if (type === 'array') return arrayModel(schema, name, context)
  if (type === 'object' || schema['properties'] !== undefined) return objectModel(schema, name, context)
  return new AnyModel(name, schema, {})
}

// A component that may be an object is a type of its own, so the object cannot have its name.
function objectName(name: string, context: Context): string {
  return context.taken.has(name) ? inner(name, 'Object', context) : name
}

function enumModel(schema: JsonObject, values: readonly Json[], name: string): MetaModel {
  const type = schema['type']
  const nullable = Array.isArray(type) && type.includes('null') && !values.includes(null)
  return new UnionModel(
    name,
    schema,
    {},
    [...values, ...(nullable ? [null] : [])].map((value) => literal(value, name)),
  )
}

// The renderer reads the value back from `originalInput`.
function literal(value: Json, name: string): MetaModel {
  return new AnyModel(name, { const: value }, {})
}

function arrayModel(schema: JsonObject, name: string, context: Context): MetaModel {
  const tuple = tupleOf(schema)
  if (tuple !== undefined) {
    const values = tuple.first.map(
      (item, index) => new TupleValueModel(index, context.build(item, inner(name, `Item${index + 1}`, context))),
    )
    if (tuple.rest !== undefined) {
      const list = new ArrayModel(name, REST, {}, context.build(tuple.rest, inner(name, 'Rest', context)))
      values.push(new TupleValueModel(values.length, list))
    }
    return new TupleModel(name, schema, {}, values)
  }
  const items = schema['items'] ?? true
  return new ArrayModel(name, schema, {}, context.build(items, inner(name, 'Item', context)))
}

/** Marks the list of a tuple that holds what follows its first items. */
export const REST: JsonObject = { 'x-rest': true }

function objectModel(schema: JsonObject, name: string, context: Context): MetaModel {
  const properties = Object.entries(objectAt(schema, 'properties'))
  if (properties.length === 0) {
    const rest = schema['additionalProperties']
    const patterns = Object.values(objectAt(schema, 'patternProperties'))
    const said = rest === undefined || rest === false ? patterns : [...patterns, rest]
    const [only = true] = said
    const value: Json = said.length > 1 ? { anyOf: said } : only
    return new DictionaryModel(
      name,
      schema,
      {},
      new StringModel('key', {}, {}),
      context.build(value, inner(name, 'Value', context)),
    )
  }
  const required = new Set(strings(schema['required']))
  const members = properties.map(([property, value]) => {
    const model = context.build(value, inner(name, pascalCase(property), context))
    return [property, new ObjectPropertyModel(property, required.has(property), model)] as const
  })
  return new ObjectModel(name, schema, {}, Object.fromEntries(members))
}

/** A name for what is written inside another schema, made of both names. */
function inner(name: string, member: string, context: Context): string {
  let own = `${name}${member}`
  while (context.taken.has(own)) own = `${own}_`
  return own
}
