import type { Severity } from '../../src/diff/change.ts'
import type { SchemaChange } from '../../src/diff/schema-rules.ts'
import type { Json, JsonObject } from '../../src/json.ts'

/** A schema before and after. */
export type Pair = readonly [before: JsonObject, after: JsonObject]
/** The severities of a rule, a change that it reports, and one that it lets pass. */
export type Case = { readonly sent: Severity; readonly received: Severity; readonly fires: Pair; readonly quiet: Pair }

/** The plainest schema. */
export const text: JsonObject = { type: 'string' }
/** An object of these properties. */
export const thing = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
})
/** A string limited to these values. */
export const limited = (...values: Json[]): JsonObject => ({ type: 'string', enum: values })
/** A reference to a schema that every test document has. */
export const other: JsonObject = { $ref: '#/components/schemas/Other' }

const versions = (...names: string[]): JsonObject => ({
  'x-truex-version-schemas': Object.fromEntries(names.map((name) => [name, '#/components/schemas/Other'])),
})

/** Every schema rule by example. */
export const cases: { readonly [what in SchemaChange]: Case } = {
  'property-added-optional': {
    sent: 'compatible',
    received: 'compatible',
    fires: [thing({}), thing({ a: text })],
    quiet: [thing({}), thing({ a: text }, ['a'])],
  },
  'property-added-required': {
    sent: 'breaking',
    received: 'compatible',
    fires: [thing({}), thing({ a: text }, ['a'])],
    quiet: [thing({}), thing({ a: text })],
  },
  'property-removed': {
    sent: 'risky',
    received: 'breaking',
    fires: [thing({ a: text }), thing({})],
    quiet: [thing({}), thing({ a: text })],
  },
  'property-became-required': {
    sent: 'breaking',
    received: 'compatible',
    fires: [thing({ a: text }), thing({ a: text }, ['a'])],
    quiet: [thing({}), thing({ a: text }, ['a'])],
  },
  'property-became-optional': {
    sent: 'compatible',
    received: 'breaking',
    fires: [thing({ a: text }, ['a']), thing({ a: text })],
    quiet: [thing({ a: text }, ['a']), thing({})],
  },
  'type-widened': {
    sent: 'compatible',
    received: 'breaking',
    fires: [{ type: 'integer' }, { type: 'number' }],
    quiet: [{ type: 'number' }, { type: 'integer' }],
  },
  'type-narrowed': {
    sent: 'breaking',
    received: 'compatible',
    fires: [{ type: ['string', 'integer'] }, text],
    quiet: [text, { type: ['string', 'integer'] }],
  },
  'type-changed': {
    sent: 'breaking',
    received: 'breaking',
    fires: [text, { type: 'integer' }],
    quiet: [text, { type: ['string', 'integer'] }],
  },
  'null-allowed': {
    sent: 'compatible',
    received: 'breaking',
    fires: [text, { type: ['string', 'null'] }],
    quiet: [{ type: ['string', 'null'] }, { type: ['null', 'string'] }],
  },
  'null-forbidden': {
    sent: 'breaking',
    received: 'compatible',
    fires: [{ type: ['string', 'null'] }, text],
    quiet: [text, { type: ['string', 'null'] }],
  },
  'enum-value-added': {
    sent: 'compatible',
    received: 'risky',
    fires: [limited('a'), limited('a', 'b')],
    quiet: [limited('a', 'b'), limited('b', 'a')],
  },
  'enum-value-removed': {
    sent: 'breaking',
    received: 'compatible',
    fires: [limited('a', 'b'), limited('a')],
    quiet: [limited('a'), limited('a', 'b')],
  },
  'enum-introduced': {
    sent: 'breaking',
    received: 'compatible',
    fires: [text, limited('a', 'b')],
    quiet: [limited('a'), limited('a', 'b')],
  },
  'enum-lifted': {
    sent: 'compatible',
    received: 'risky',
    fires: [limited('a', 'b'), text],
    quiet: [limited('a', 'b'), limited('a')],
  },
  'const-changed': {
    sent: 'breaking',
    received: 'breaking',
    fires: [{ const: 'a' }, { const: 'b' }],
    quiet: [{ const: 'a' }, limited('a', 'b')],
  },
  'const-introduced': {
    sent: 'breaking',
    received: 'compatible',
    fires: [text, { const: 'a' }],
    quiet: [{ const: 'b' }, { const: 'a' }],
  },
  'const-lifted': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ const: 'a' }, text],
    quiet: [{ const: 'a' }, { const: 'b' }],
  },
  'format-changed': {
    sent: 'risky',
    received: 'risky',
    fires: [text, { ...text, format: 'uuid' }],
    quiet: [text, { ...text, description: 'A uuid.' }],
  },
  'pattern-introduced': {
    sent: 'breaking',
    received: 'compatible',
    fires: [text, { ...text, pattern: '^a' }],
    quiet: [
      { ...text, pattern: '^b' },
      { ...text, pattern: '^a' },
    ],
  },
  'pattern-lifted': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ ...text, pattern: '^a' }, text],
    quiet: [
      { ...text, pattern: '^a' },
      { ...text, pattern: '^b' },
    ],
  },
  'pattern-changed': {
    sent: 'risky',
    received: 'risky',
    fires: [
      { ...text, pattern: '^a' },
      { ...text, pattern: '^b' },
    ],
    quiet: [text, { ...text, pattern: '^b' }],
  },
  'lower-bound-raised': {
    sent: 'breaking',
    received: 'compatible',
    fires: [text, { ...text, minLength: 1 }],
    quiet: [
      { ...text, minLength: 2 },
      { ...text, minLength: 1 },
    ],
  },
  'lower-bound-lowered': {
    sent: 'compatible',
    received: 'risky',
    fires: [
      { type: 'integer', minimum: 1 },
      { type: 'integer', minimum: 0 },
    ],
    quiet: [
      { type: 'integer', minimum: 0 },
      { type: 'integer', minimum: 1 },
    ],
  },
  'upper-bound-lowered': {
    sent: 'breaking',
    received: 'compatible',
    fires: [
      { type: 'integer', maximum: 100 },
      { type: 'integer', maximum: 50 },
    ],
    quiet: [
      { type: 'integer', maximum: 50 },
      { type: 'integer', maximum: 100 },
    ],
  },
  'upper-bound-raised': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ ...text, maxLength: 18 }, text],
    quiet: [text, { ...text, maxLength: 18 }],
  },
  'limit-introduced': {
    sent: 'breaking',
    received: 'compatible',
    fires: [{ type: 'number' }, { type: 'number', multipleOf: 0.01 }],
    quiet: [{ type: 'number' }, { type: 'number', maximum: 1 }],
  },
  'limit-lifted': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ ...text, not: limited('a') }, text],
    quiet: [
      { ...text, not: limited('a') },
      { ...text, not: limited('b') },
    ],
  },
  'limit-changed': {
    sent: 'risky',
    received: 'risky',
    fires: [
      { type: 'object', patternProperties: { '^a': text } },
      { type: 'object', patternProperties: { '^a': { type: 'integer' } } },
    ],
    quiet: [{ type: 'object' }, { type: 'object', patternProperties: { '^a': text } }],
  },
  'unique-items-required': {
    sent: 'breaking',
    received: 'compatible',
    fires: [{ type: 'array' }, { type: 'array', uniqueItems: true }],
    quiet: [{ type: 'array' }, { type: 'array', uniqueItems: false }],
  },
  'unique-items-lifted': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ type: 'array', uniqueItems: true }, { type: 'array' }],
    quiet: [{ type: 'array' }, { type: 'array', uniqueItems: true }],
  },
  'tuple-changed': {
    sent: 'breaking',
    received: 'breaking',
    fires: [
      { type: 'array', prefixItems: [text] },
      { type: 'array', prefixItems: [text, text] },
    ],
    quiet: [
      { type: 'array', prefixItems: [text] },
      { type: 'array', prefixItems: [limited('a')] },
    ],
  },
  'members-closed': {
    sent: 'breaking',
    received: 'compatible',
    fires: [thing({}), { ...thing({}), additionalProperties: false }],
    quiet: [thing({}), { ...thing({}), additionalProperties: true }],
  },
  'members-opened': {
    sent: 'compatible',
    received: 'compatible',
    fires: [{ ...thing({}), additionalProperties: false }, thing({})],
    quiet: [{ ...thing({}), additionalProperties: true }, thing({})],
  },
  'alternative-added': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ oneOf: [text] }, { oneOf: [text, other] }],
    quiet: [{ oneOf: [text, other] }, { oneOf: [other, text] }],
  },
  'alternative-removed': {
    sent: 'breaking',
    received: 'compatible',
    fires: [{ oneOf: [text, other] }, { oneOf: [text] }],
    quiet: [{ oneOf: [text] }, { oneOf: [text, other] }],
  },
  'version-added': {
    sent: 'compatible',
    received: 'compatible',
    fires: [versions('v1'), versions('v1', 'v2')],
    quiet: [versions('v1', 'v2'), versions('v1')],
  },
  'version-removed': {
    sent: 'breaking',
    received: 'breaking',
    fires: [versions('v1', 'v2'), versions('v2')],
    quiet: [versions('v2'), versions('v1', 'v2')],
  },
  'discriminator-changed': {
    sent: 'breaking',
    received: 'breaking',
    fires: [
      { oneOf: [other], discriminator: { propertyName: 'kind' } },
      { oneOf: [other], discriminator: { propertyName: 'type' } },
    ],
    quiet: [
      { oneOf: [other], discriminator: { propertyName: 'kind' } },
      { oneOf: [other], discriminator: { propertyName: 'kind', mapping: {} } },
    ],
  },
  'discriminator-mapping-changed': {
    sent: 'breaking',
    received: 'risky',
    fires: [
      { oneOf: [other], discriminator: { propertyName: 'kind', mapping: { a: 'Other' } } },
      { oneOf: [other], discriminator: { propertyName: 'kind', mapping: { b: 'Other' } } },
    ],
    quiet: [
      { oneOf: [other], discriminator: { propertyName: 'kind' } },
      { oneOf: [other], discriminator: { propertyName: 'type' } },
    ],
  },
  'direction-changed': {
    sent: 'risky',
    received: 'risky',
    fires: [thing({ a: text }), thing({ a: { ...text, readOnly: true } })],
    quiet: [thing({ a: text }), thing({ a: { ...text, readOnly: false } })],
  },
  'sunset-changed': {
    sent: 'risky',
    received: 'compatible',
    fires: [limited('a', 'b'), { ...limited('a', 'b'), 'x-sunset': { a: '2027-01-01' } }],
    quiet: [limited('a', 'b'), { ...limited('a', 'b'), 'x-note': { a: '2027-01-01' } }],
  },
  'default-changed': {
    sent: 'risky',
    received: 'compatible',
    fires: [
      { type: 'integer', default: 50 },
      { type: 'integer', default: 10 },
    ],
    quiet: [
      { type: 'integer', default: 50 },
      { type: 'integer', default: 50, maximum: 100 },
    ],
  },
  'example-changed': {
    sent: 'compatible',
    received: 'compatible',
    fires: [
      { ...text, examples: ['a'] },
      { ...text, examples: ['b'] },
    ],
    quiet: [
      { ...text, examples: ['a'] },
      { ...text, examples: ['a'], minLength: 1 },
    ],
  },
  deprecated: {
    sent: 'compatible',
    received: 'compatible',
    fires: [text, { ...text, deprecated: true }],
    quiet: [text, { ...text, deprecated: false }],
  },
  undeprecated: {
    sent: 'compatible',
    received: 'compatible',
    fires: [{ ...text, deprecated: true }, text],
    quiet: [{ ...text, deprecated: false }, text],
  },
  'described-anew': {
    sent: 'compatible',
    received: 'compatible',
    fires: [text, { ...text, description: 'Words.' }],
    quiet: [text, { ...text, examples: ['Words.'] }],
  },
}
