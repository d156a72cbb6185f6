import type { Rule, Severity } from './change.ts'

/** Whether the client sends what a schema describes, or receives it. */
export type Direction = 'sent' | 'received'

/**
 * What can change in a schema, and what it means for a client that sends such values and for one that receives them.
 * Sending: what was accepted may be refused now. Receiving: what could not come may come now.
 */
const table = {
  'property-added-optional': ['added', 'compatible', 'compatible'],
  'property-added-required': ['added', 'breaking', 'compatible'],
  // A server that no longer knows a member may ignore or refuse it.
  'property-removed': ['removed', 'risky', 'breaking'],
  'property-became-required': ['changed', 'breaking', 'compatible'],
  'property-became-optional': ['changed', 'compatible', 'breaking'],
  'type-widened': ['changed', 'compatible', 'breaking'],
  'type-narrowed': ['changed', 'breaking', 'compatible'],
  'type-changed': ['changed', 'breaking', 'breaking'],
  'null-allowed': ['changed', 'compatible', 'breaking'],
  'null-forbidden': ['changed', 'breaking', 'compatible'],
  // Received enums are open in the clients, so a new value is a surprise and no fault.
  'enum-value-added': ['changed', 'compatible', 'risky'],
  'enum-value-removed': ['changed', 'breaking', 'compatible'],
  'enum-introduced': ['changed', 'breaking', 'compatible'],
  'enum-lifted': ['changed', 'compatible', 'risky'],
  'const-changed': ['changed', 'breaking', 'breaking'],
  'const-introduced': ['changed', 'breaking', 'compatible'],
  'const-lifted': ['changed', 'compatible', 'risky'],
  'format-changed': ['changed', 'risky', 'risky'],
  'pattern-introduced': ['changed', 'breaking', 'compatible'],
  'pattern-lifted': ['changed', 'compatible', 'risky'],
  'pattern-changed': ['changed', 'risky', 'risky'],
  'lower-bound-raised': ['changed', 'breaking', 'compatible'],
  'lower-bound-lowered': ['changed', 'compatible', 'risky'],
  'upper-bound-lowered': ['changed', 'breaking', 'compatible'],
  'upper-bound-raised': ['changed', 'compatible', 'risky'],
  'limit-introduced': ['changed', 'breaking', 'compatible'],
  'limit-lifted': ['changed', 'compatible', 'risky'],
  'limit-changed': ['changed', 'risky', 'risky'],
  'unique-items-required': ['changed', 'breaking', 'compatible'],
  'unique-items-lifted': ['changed', 'compatible', 'risky'],
  'tuple-changed': ['changed', 'breaking', 'breaking'],
  'members-closed': ['changed', 'breaking', 'compatible'],
  'members-opened': ['changed', 'compatible', 'compatible'],
  'alternative-added': ['added', 'compatible', 'risky'],
  'alternative-removed': ['removed', 'breaking', 'compatible'],
  // A client names the version it takes: a new one never comes unasked.
  'version-added': ['added', 'compatible', 'compatible'],
  'version-removed': ['removed', 'breaking', 'breaking'],
  'discriminator-changed': ['changed', 'breaking', 'breaking'],
  // A value that is sent may name nothing any more; a client passes on what it does not know.
  'discriminator-mapping-changed': ['changed', 'breaking', 'risky'],
  'direction-changed': ['changed', 'risky', 'risky'],
  // `x-sunset`: the announced ends of some values.
  'sunset-changed': ['changed', 'risky', 'compatible'],
  'default-changed': ['changed', 'risky', 'compatible'],
  'example-changed': ['changed', 'compatible', 'compatible'],
  deprecated: ['changed', 'compatible', 'compatible'],
  undeprecated: ['changed', 'compatible', 'compatible'],
  'described-anew': ['changed', 'compatible', 'compatible'],
} as const satisfies { readonly [what: string]: readonly [Rule['kind'], Severity, Severity] }

/** A way in which a schema can change. */
export type SchemaChange = keyof typeof table

/** Every way in which a schema can change. */
export const schemaChanges = Object.keys(table) as SchemaChange[]

/** What a schema change means in one direction. */
export function schemaRule(what: SchemaChange, direction: Direction): Rule {
  const [kind, sent, received] = table[what]
  return { kind, severity: direction === 'sent' ? sent : received }
}
