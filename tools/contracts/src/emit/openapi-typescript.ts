import { createRequire } from 'node:module'
import type * as OpenapiTypescript from 'openapi-typescript'

const load = createRequire(import.meta.url)

/*
 * What makes types of a document, without the entry of openapi-typescript: that loads a bundler as well, which takes longer than
 * these parts do.
 */
export const { astToString, STRING } = load('openapi-typescript/dist/lib/ts.cjs') as typeof OpenapiTypescript
export const { resolveRef } = load('openapi-typescript/dist/lib/utils.cjs') as typeof OpenapiTypescript
export const transformSchema = load(
  'openapi-typescript/dist/transform/index.cjs',
) as typeof OpenapiTypescript.transformSchema
export const { default: transformSchemaObject } = load('openapi-typescript/dist/transform/schema-object.cjs') as {
  readonly default: typeof OpenapiTypescript.transformSchemaObject
}
