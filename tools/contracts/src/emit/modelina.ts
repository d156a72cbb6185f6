import { createRequire, registerHooks } from 'node:module'
import type * as Modelina from '@asyncapi/modelina'

/**
 * Modelina without its processors: they read contracts, which is done before, and the parsers that they load take three
 * quarters of the time that all of it takes to load.
 */
export const {
  AnyModel,
  ArrayModel,
  BooleanModel,
  DictionaryModel,
  FloatModel,
  InputMetaModel,
  ObjectModel,
  ObjectPropertyModel,
  ReferenceModel,
  StringModel,
  TupleModel,
  TupleValueModel,
  TypeScriptGenerator,
  UnionModel,
} = withoutProcessors()

function withoutProcessors(): typeof Modelina {
  const hooks = registerHooks({
    load: (url, context, next) =>
      url.endsWith('/modelina/lib/cjs/processors/index.js')
        ? { format: 'commonjs', source: '', shortCircuit: true }
        : next(url, context),
  })
  try {
    return createRequire(import.meta.url)('@asyncapi/modelina') as typeof Modelina
  } finally {
    hooks.deregister()
  }
}
