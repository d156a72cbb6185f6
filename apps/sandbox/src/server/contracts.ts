export type ApiName = 'auth' | 'gateway' | 'cefi-rest'

export interface Violation {
  /** Dotted path of the input: `qty`, `info.price`, or the name of a parameter. */
  readonly field: string
  readonly message: string
}

export interface RequestParts {
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  /** The parsed body; `undefined` when none was sent. */
  readonly body: unknown
}

export interface ContractOperation {
  readonly id: string
  readonly method: string
  /** The template, such as `/orders/{id}`. */
  readonly path: string
  /** What in a request breaks the contract; empty when nothing does. */
  checkRequest(parts: RequestParts): readonly Violation[]
  /** Whether the contract has an answer with this status. */
  documents(status: number): boolean
  /**
   * What in an answer breaks the contract: undocumented status, missing member, wrong type.
   * With a CeFi schema version, the body must have the form of that version and not merely of some version.
   */
  checkResponse(status: number, body: unknown, version?: string): readonly Violation[]
}

export interface Contract {
  readonly api: ApiName
  readonly operations: readonly ContractOperation[]
  operation(id: string): ContractOperation
  /** Finds the operation of a request; `path` is relative to the server, e.g. `/orders/active`. */
  match(method: string, path: string): { operation: ContractOperation; params: Record<string, string> } | undefined
}

export type Contracts = Readonly<Record<ApiName, Contract>>
