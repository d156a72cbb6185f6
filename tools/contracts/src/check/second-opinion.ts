import { emitSchema } from '../emit/schema.ts'
import type { JsonObject } from '../json.ts'
import { typeNames } from '../model/names.ts'
import { ContractProblem } from '../problem.ts'
import { type Disagreement, disagreements } from './same-types.ts'

/**
 * Holds the message models against what openapi-typescript makes of the same schemas.
 *
 * @throws ContractProblem naming every member on which the two differ: one of them reads the contract wrongly.
 */
export async function refuseDisagreement(models: string, schemas: JsonObject): Promise<void> {
  const found = await secondOpinion(models, schemas)
  if (found.length === 0) return
  const lines = found.map(
    ({ at, models: one, opinion }) => `  ${at}: Modelina gives ${one}, openapi-typescript gives ${opinion}`,
  )
  throw new ContractProblem(`The message models are not what the schemas say:\n${lines.join('\n')}`)
}

/** Where the message models and openapi-typescript disagree about the schemas. */
export async function secondOpinion(models: string, schemas: JsonObject): Promise<Disagreement[]> {
  const lifted: JsonObject = {
    openapi: '3.1.0',
    info: { title: 'Schemas', version: '1' },
    paths: {},
    components: { schemas },
  }
  const names = new Map([...typeNames(Object.keys(schemas))].map(([component, name]) => [name, component]))
  return disagreements({ models, opinion: emitSchema(lifted), names })
}
