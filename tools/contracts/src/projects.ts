import type { ContractKind } from './load/kind.ts'
import { ContractProblem } from './problem.ts'

/** One contract of the family and the package it becomes. */
export type Project = {
  /** Name of the folder under `specs/` and of the package. */
  readonly api: string
  readonly kind: ContractKind
  /** Contract file, from the root of the repository. */
  readonly contract: string
  readonly overlay: string
  readonly questions: string
  /** Folder the generator owns, from the root of the repository. */
  readonly out: string
  /** Prefix of the names that exist once in a package, as in `GatewayOperations`. */
  readonly prefix: string
  /** What the hand-written client has beside the operations of its contract; an operation of such a name needs another. */
  readonly members: readonly string[]
  /** Schema version the types describe, where a contract holds several. */
  readonly schemaVersion?: string
}

const openapi = (api: string, prefix: string, members: readonly string[]): Project => ({
  ...files(api, prefix, 'openapi.yaml'),
  kind: 'openapi',
  members,
})

const asyncapi = (api: string, prefix: string): Project => ({
  ...files(api, prefix, 'asyncapi.yaml'),
  kind: 'asyncapi',
  members: [],
})

function files(api: string, prefix: string, file: string): Omit<Project, 'kind' | 'members'> {
  return {
    api,
    prefix,
    contract: `specs/${api}/${file}`,
    overlay: `specs/${api}/overlay.yaml`,
    questions: `specs/${api}/questions.yaml`,
    out: `packages/${api}/src/generated`,
  }
}

const GATEWAY_MEMBERS = [
  'cancelAndWait',
  'clock',
  'onBehalfOf',
  'placeOrder',
  'raw',
  'sendTransfer',
  'waitForOrder',
  'waitForTransfer',
]
const CEFI_REST_MEMBERS = ['cancelAndWait', 'clock', 'computeMarketQuoteV103', 'modifyAndWait', 'raw', 'waitForOrder']

/** The four contracts, in the order they are generated. */
export const projects: readonly Project[] = [
  openapi('auth', 'Auth', ['clock', 'raw', 'tokens']),
  openapi('gateway', 'Gateway', GATEWAY_MEMBERS),
  // The types describe v2026_01_23, the older shape is lifted to it.
  { ...openapi('cefi-rest', 'CefiRest', CEFI_REST_MEMBERS), schemaVersion: 'v2026_01_23' },
  asyncapi('cefi-ws', 'CefiWs'),
]

/**
 * The contracts a command is about: one by its name, or all.
 *
 * @throws ContractProblem for a name that is not in the list.
 */
export function chooseProjects(api?: string): readonly Project[] {
  const chosen = projects.filter((project) => api === undefined || project.api === api)
  if (chosen.length > 0) return chosen
  throw new ContractProblem(
    `There is no API called ${api}; there are ${projects.map((project) => project.api).join(', ')}.`,
  )
}
