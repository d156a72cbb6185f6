import contract from '@truemarkets/cefi-rest/contract' with { type: 'json' }
import { atPointer, type Json } from '../json.ts'

/** What the contract of CeFi REST knows of itself: its edition, such as `v1.0.5`, and the schema versions of that edition. */
export function cefiRestEdition(document = contract as Json): { edition: string; schemaVersions: string[] } {
  const versions = atPointer(document, '/components/schemas/SchemaVersion/enum')
  const edition = atPointer(document, '/info/version')
  if (typeof edition !== 'string' || !Array.isArray(versions))
    throw new Error('the contract of cefi-rest names no edition or no schema versions')
  return { edition, schemaVersions: versions.filter((version) => typeof version === 'string') }
}
