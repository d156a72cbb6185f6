/** A fault of a contract, an overlay or a command line: said in a sentence, shown without a stack. */
export class ContractProblem extends Error {
  override readonly name = 'ContractProblem'
}

/** What a failure says of itself. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
