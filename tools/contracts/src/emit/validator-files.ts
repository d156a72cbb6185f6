import { Worker } from 'node:worker_threads'
import { ContractProblem, reasonOf } from '../problem.ts'
import { compileBoth, type ValidatorFiles, type ValidatorsInput } from './validators.ts'

/**
 * The files of the validators. The compiler goes from reference to reference; where schemas refer to each other in a chain
 * that is longer than the stack, a worker does the same with more of it.
 *
 * @throws ContractProblem where no validators can be made of the schemas.
 */
export async function validatorFiles(input: ValidatorsInput): Promise<ValidatorFiles> {
  try {
    return compileBoth(input)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    return compileInWorker(input)
  }
}

/** Room for a chain of twenty thousand references; the system gives what is used of it. */
const STACK_MB = 256

async function compileInWorker(workerData: ValidatorsInput): Promise<ValidatorFiles> {
  const worker = new Worker(new URL('./validator-worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { stackSizeMb: STACK_MB },
  })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    // Its errors arrive as plain ones.
    worker.once('error', (cause: unknown) => reject(new ContractProblem(reasonOf(cause))))
  })
}
