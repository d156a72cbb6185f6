import type { Api } from '../api.ts'
import type { CaseContext } from './context.ts'
import type { Need, Touch } from './needs.ts'

/** An operation or a message: `gateway.createOrder`, `cefi-ws.depth`. */
export type Subject = `${Api}.${string}`

export type Case = {
  /** `<api>.<subject in kebab case>.<what is shown>`, unique; the name on every report and on `--case`. */
  id: string
  /** One sentence that is true when the case passes. */
  title: string
  api: Api
  /** What the case shows to work. Verified: an answer below 300 to each must have been recorded. */
  covers: readonly Subject[]
  /** What the case shows to be refused. Verified: an answer of 400 or more to each must have been recorded. */
  refuses: readonly Subject[]
  needs: readonly Need[]
  touches: Touch
  /** The values of a generated case, by dimension; empty for a case written by itself. */
  permutation: Readonly<Record<string, string>>
  /** The case measures something that any other case may change, so nothing else may run beside it. */
  exclusive: boolean
  timeoutMs: number
  run(context: CaseContext): Promise<void>
}

export type CaseInput = {
  id: `${Api}.${string}`
  title: string
  covers?: readonly Subject[]
  refuses?: readonly Subject[]
  needs?: readonly Need[]
  touches?: Touch
  permutation?: Readonly<Record<string, string>>
  exclusive?: boolean
  timeoutMs?: number
  run(context: CaseContext): Promise<void>
}

const apiOf = (id: string): Api => {
  const api = id.split('.')[0]
  if (api === 'auth' || api === 'gateway' || api === 'cefi-rest' || api === 'cefi-ws') return api
  throw new Error(`case ${id}: an id begins with its API`)
}

/** A case as the runner takes it. Defaults: needs nothing, touches nothing but reads, half a minute: time limits are for what hangs, and a busy machine is slow. */
export function defineCase(input: CaseInput): Case {
  const { covers = [], refuses = [], needs = [], touches = 'read' } = input
  const { permutation = {}, exclusive = false, timeoutMs = 30_000 } = input
  if (covers.length + refuses.length === 0) throw new Error(`case ${input.id} covers and refuses nothing`)
  return { ...input, api: apiOf(input.id), covers, refuses, needs, touches, permutation, exclusive, timeoutMs }
}
