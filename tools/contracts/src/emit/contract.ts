import type { JsonObject } from '../json.ts'

/** The contract with its overlay and our names of operations as JSON, and what TypeScript needs to import it. */
export function emitContract(document: JsonObject, stamp: string): { readonly [file: string]: string } {
  return {
    'contract.json': JSON.stringify(document, undefined, 2),
    'contract.d.ts': `${stamp}/** The contract with its overlay applied and each operation under its name in the client, for tools that read contracts at run time. */
declare const contract: { readonly [member: string]: unknown }
export default contract
`,
  }
}
