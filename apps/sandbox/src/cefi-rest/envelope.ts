import type { Answers } from '../answers.ts'
import type { SandboxContext } from '../context.ts'
import type { Result } from './call.ts'
import type { Problem } from './problem.ts'
import type { SchemaVersion } from './schema-version.ts'

type Worlds = Pick<SandboxContext, 'answers' | 'rules'>

/** Puts the form of the schema version around a result: bare, or in `data` with `pagination` beside it. */
export function wrap(result: Result, operationId: string, version: SchemaVersion, { answers, rules }: Worlds): unknown {
  const isEnveloped = rules.cefiRest.isEnveloped(version, 'success')
  if (result.kind !== 'one') {
    if (!isEnveloped) return result.rows
    if (result.kind === 'list') return { data: result.rows }
    return { data: result.rows, pagination: { size: result.size, ...nextCursor(result.nextCursor, answers) } }
  }
  // R10: one live client reads an array from order status. R4: whether `data` holds the object itself.
  const asArray = operationId === 'getOrderStatus' && answers.get('R10', 'object') === 'array-of-one'
  if (!isEnveloped) return asArray ? [result.value] : result.value
  const form = asArray ? 'array-of-one' : answers.get('R4', 'object')
  if (form === 'bare') return result.value
  return { data: form === 'array-of-one' ? [result.value] : result.value }
}

/** R6: what stands for "no further page". */
function nextCursor(cursor: string | undefined, answers: Answers): Record<string, string | null> {
  if (cursor !== undefined) return { next_cursor: cursor }
  const form = answers.get('R6', 'missing')
  if (form === 'missing') return {}
  return { next_cursor: form === 'null' ? null : '' }
}

export function wrapProblem(
  problem: Problem,
  instance: string,
  version: SchemaVersion,
  { answers, rules }: Worlds,
): unknown {
  const body = problem.body(instance)
  // R13: whether every error of the current version comes in the envelope.
  const isEnveloped = rules.cefiRest.isEnveloped(version, 'problem') && answers.get('R13', 'enveloped') !== 'bare'
  return isEnveloped ? { error: body } : body
}
