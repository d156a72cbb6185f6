/** A compiled validator as ajv emits it. */
export interface ValidateFunction {
  (value: unknown): boolean
  /** What the last call found wrong. */
  errors?: readonly ValidatorFinding[] | null | undefined
}

/** One finding of a compiled validator. */
export interface ValidatorFinding {
  readonly instancePath: string
  /** The rule that is broken, for example `required`. */
  readonly keyword?: string | undefined
  readonly message?: string | undefined
  readonly params?: Readonly<Record<string, unknown>> | undefined
}

/** The compiled validators of an API, by operation: the shape of a generated `validators.js`. */
export interface Validators {
  readonly request: {
    readonly [operation: string]:
      | { readonly [part in 'path' | 'query' | 'header' | 'body']?: ValidateFunction }
      | undefined
  }
  readonly response: {
    readonly [operation: string]: { readonly [status: string]: ValidateFunction | undefined } | undefined
  }
}
