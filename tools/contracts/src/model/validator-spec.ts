import type { Json } from '../json.ts'

/** One validator: where it stands in the exported object, and the schema it checks. */
export type ValidatorSpec = { readonly path: readonly string[]; readonly schema: Json }
