/** A fault of a contract, an overlay or a command line: said in a sentence, shown without a stack. */
export class ContractProblem extends Error {
  override readonly name = 'ContractProblem'
}
