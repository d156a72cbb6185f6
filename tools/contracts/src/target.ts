/** What generated code is to be like. */
export type Target = {
  /** Prefix of the names that exist once in a package, as in `GatewayOperations`. */
  readonly prefix: string
  /** Schema version the types describe, where a contract holds several. */
  readonly schemaVersion?: string
  /** Whether the package is one of the family: behaviour is stated in an overlay, names are pinned, and the core is at hand. */
  readonly ours: boolean
  /** Whether validators are compiled. */
  readonly validators: boolean
}
