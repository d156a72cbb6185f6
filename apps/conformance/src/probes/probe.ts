import { apiKey } from '@truemarkets/core'
import type { CaseContext } from '../case/context.ts'
import type { Need, Touch } from '../case/needs.ts'
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts'
import type { ProbePatience } from './patience.ts'

/** What a target says that answers in a way of its own: what it was asked was answered, and that is none of the choices. */
export const noneOfThese = 'none of these'

/** What a probe saw. Evidence tells statuses and shapes, never a body: it may come from a live account. */
export type Observation = {
  /** One of the question's choices, or that it is none of these; null where what was seen says nothing about them. */
  choice: string | null
  evidence: string
}

/** Asks a target one of the open questions of `specs/<api>/questions.yaml`. */
export type Probe = {
  question: string
  needs: readonly Exclude<Need, 'sandbox'>[]
  touches: Touch
  /** Why a live service is not asked, in half a sentence; absent where it is. */
  sandboxOnly?: string
  /** Whether it watches for as long as it is given, in place of asking and being done. */
  isPatient?: true
  run(context: CaseContext, patience: ProbePatience): Promise<Observation>
}

export type Seen = { status: number; headers: Headers; text: string; body: Json | undefined }

/** Reads an answer. A page that comes with a good status is none: it is of whoever stands in front of the service. */
export async function look(answer: Promise<Response>): Promise<Seen> {
  const response = await answer
  const text = await response.text()
  if (response.ok && /^\s*</.test(text)) throw new Error(`a page came in place of an answer, with ${response.status}`)
  const parsed = parseJson(text)
  return { status: response.status, headers: response.headers, text, body: parsed.ok ? parsed.value : undefined }
}

export const member = (body: Json | undefined, name: string): Json | undefined =>
  isObject(body) ? body[name] : undefined

/** The members of an object, or the kind of another value: a shape without a single value in it. */
export function shape(body: Json | undefined): string {
  if (body === undefined) return 'no JSON'
  if (Array.isArray(body)) return `[${body.length > 0 ? shape(body[0]) : ''}]`
  return isObject(body) ? `{${Object.keys(body).join(', ')}}` : body === null ? 'null' : typeof body
}

/** Whether a value looks like one of an enumeration, such as `ACTIVE`. */
export const isWord = (value: Json | undefined): value is string =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z_-]{0,30}$/.test(value)

/** Distinct words of an enumeration; any other value is named by its type, since it may be somebody's. */
export function words(values: readonly (Json | undefined)[]): string {
  const word = (value: Json | undefined) => (isWord(value) ? value : `a ${shape(value)}`)
  return [...new Set(values.map(word))].join(', ')
}

/** What an answer tells that fits no choice: nothing where our key, the edge, a limit or a service that is away explains it. */
export const unforeseen = ({ status }: Pick<Seen, 'status'>): string | null =>
  status < 200 || status >= 500 || [401, 403, 407, 408, 425, 429].includes(status) ? null : noneOfThese

/** `refused` for an answer that says that the request cannot be carried out. */
export const refusalOf = (seen: Pick<Seen, 'status'>): string | null =>
  [400, 404, 409, 422].includes(seen.status) ? 'refused' : unforeseen(seen)

export const isEmptyObject = (body: Json | undefined) => isObject(body) && Object.keys(body).length === 0

export const tell = ({ status, body }: Seen) => `${status} ${shape(body)}`

/** A bearer header of the target's own key. */
export async function bearer(context: CaseContext): Promise<{ authorization: string }> {
  const { tokens } = context.auth({ auth: apiKey(context.target.keyFile()) })
  return { authorization: `Bearer ${await tokens.token()}` }
}

export function first(body: Json | undefined): JsonObject | undefined {
  const rows = Array.isArray(body) ? body : member(body, 'data')
  return Array.isArray(rows) ? rows.find(isObject) : undefined
}

/** Which generation of error a body belongs to. */
export function errorShape(body: Json | undefined): 'newest' | 'status-code' | 'documented' | null {
  if (!isObject(body)) return null
  if (typeof body['type'] === 'string' && typeof body['message'] === 'string') return 'newest'
  if (typeof body['code'] === 'number') return 'status-code'
  return typeof body['message'] === 'string' ? 'documented' : null
}

export const noOrganizationKey = 'there is no organization key to ask with: name one in TM_ORGANIZATION_KEY_FILE'
