/** A compiled validator as ajv emits it. */
export interface ValidateFunction {
  (value: unknown): boolean
  /** What the last call found wrong. */
  errors?: readonly ValidatorFinding[] | null | undefined
}

/** One finding of a compiled validator. */
export interface ValidatorFinding {
  /** JSON pointer to what is wrong; empty for the whole. */
  readonly instancePath: string
  /** The rule that is broken, for example `required`. */
  readonly keyword?: string | undefined
  /** What the contract asks for there. */
  readonly message?: string | undefined
  /** What the rule was about, for example `allowedValues`. */
  readonly params?: Readonly<Record<string, unknown>> | undefined
}

/** The compiled validators of an API, by operation: the shape of a generated `validators.js`. */
export interface Validators {
  /** By operation and part. */
  readonly request: {
    readonly [operation: string]:
      | { readonly [part in 'path' | 'query' | 'header' | 'body']?: ValidateFunction }
      | undefined
  }
  /** By operation and status. */
  readonly response: {
    readonly [operation: string]: { readonly [status: string]: ValidateFunction | undefined } | undefined
  }
}
