import { createRequire, registerHooks } from 'node:module'
import type * as Modelina from '@asyncapi/modelina'

/** What it reads contracts with, which is done before, and what one of its presets is made with: most of its time to load. */
const UNUSED = /\/modelina\/lib\/cjs\/processors\/index\.js$|\/node_modules\/alterschema\//

/** The parts of Modelina that are used, without those for other languages. */
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
} = modelsAndTypeScript()

function modelsAndTypeScript(): typeof Modelina {
  const hooks = registerHooks({
    load: (url, context, next) =>
      UNUSED.test(url) ? { format: 'commonjs', source: '', shortCircuit: true } : next(url, context),
  })
  try {
    const load = createRequire(import.meta.url)
    const models = load('@asyncapi/modelina/lib/cjs/models') as typeof Modelina
    const generators = load('@asyncapi/modelina/lib/cjs/generators/typescript') as typeof Modelina
    return { ...models, ...generators }
  } finally {
    hooks.deregister()
  }
}
