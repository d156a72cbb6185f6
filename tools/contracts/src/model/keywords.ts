/** Keywords of JSON Schema whose value maps names to schemas: a name in such a map is no keyword, even when it reads like one. */
export const SCHEMA_MAPS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'dependentSchemas',
])

/** Keywords whose value is data, never a schema. */
export const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'const', 'enum'])
