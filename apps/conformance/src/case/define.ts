import { type Api, apis } from '../api.ts'
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

/** A case as it is written: what it is called, what it shows, and what differs from the defaults. */
export type CaseInput = Pick<Case, 'title' | 'run'> & { id: `${Api}.${string}` } & Partial<
    Omit<Case, 'id' | 'api' | 'title' | 'run'>
  >

const apiOf = (id: string): Api => {
  const api = apis.find((name) => id.startsWith(`${name}.`))
  if (api === undefined) throw new Error(`case ${id}: an id begins with its API`)
  return api
}

/** A case as the runner takes it. Defaults: needs nothing, touches nothing but reads, half a minute: time limits are for what hangs, and a busy machine is slow. */
export function defineCase(input: CaseInput): Case {
  const { covers = [], refuses = [], needs = [], touches = 'read' } = input
  const { permutation = {}, exclusive = false, timeoutMs = 30_000 } = input
  if (covers.length + refuses.length === 0) throw new Error(`case ${input.id} covers and refuses nothing`)
  return { ...input, api: apiOf(input.id), covers, refuses, needs, touches, permutation, exclusive, timeoutMs }
}

/** The name of an operation in the form that ids have. */
export const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
