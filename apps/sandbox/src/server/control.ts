import type { Context } from 'hono'
import type { SandboxClock } from '../clock.ts'
import type { SandboxContext } from '../context.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { ApiError, invalidField } from './api-error.ts'
import type { SandboxApp, SandboxEnv } from './env.ts'
import { sound } from './fault-header.ts'
import { FAULT_KINDS, type FaultKind, type FaultRule } from './faults.ts'
import { parseJsonBody } from './json-body.ts'
import { isRecord, type JsonRecord, textAt } from './record.ts'
import { type ShellState, viewState } from './state.ts'

/**
 * The handles on the sandbox itself, under `/sandbox`: read its state, set its clock, hold confirmations back, arm faults, limit the rate.
 * They take JSON only, which a page of another origin cannot send unasked.
 */
export function registerControl(app: SandboxApp, context: SandboxContext, gateway: Gateway, shell: ShellState): void {
  const { clock, faults, scheduler } = context

  app.get('/sandbox/state', (c) => c.json(viewState(context, gateway, shell)))

  app.get('/sandbox/clock', (c) => c.json({ now: clock.iso() }))
  app.post('/sandbox/clock', (c) => {
    moveClock(clock, readObject(c, ['set', 'advance_ms', 'hold', 'reset']))
    return c.json({ now: clock.iso() })
  })

  app.post('/sandbox/confirmations', (c) => {
    const { hold } = readObject(c, ['hold'])
    if (typeof hold !== 'boolean') throw invalidField('hold', 'must be true or false')
    if (hold) scheduler.holdConfirmations()
    else scheduler.releaseConfirmations()
    return c.json({ hold })
  })

  app.get('/sandbox/faults', (c) => c.json({ kinds: FAULT_KINDS, faults: faults.list() }))
  app.post('/sandbox/faults', (c) => c.json(faults.add(sound(readRule(readObject(c, RULE_MEMBERS)))), 201))
  app.delete('/sandbox/faults', (c) => {
    faults.clear()
    return c.json({ faults: [] })
  })
  app.delete('/sandbox/faults/:kind', (c) => {
    faults.clear(readKind(c.req.param('kind')))
    return c.json({ faults: faults.list() })
  })

  app.post('/sandbox/rate-limit', (c) => {
    const { limit, window_ms: windowMs = 60_000 } = readObject(c, ['limit', 'window_ms'])
    if (!(typeof windowMs === 'number' && windowMs > 0)) throw invalidField('window_ms', 'must be a number above zero')
    if (limit !== null && !(typeof limit === 'number' && limit >= 0))
      throw invalidField('limit', 'must be a number, or null for none')
    gateway.rateLimit.configure({ limit: limit ?? Number.POSITIVE_INFINITY, windowMs })
    return c.json({ limit, window_ms: windowMs })
  })
}

function moveClock(clock: SandboxClock, body: JsonRecord): void {
  const set = textAt(body, 'set')
  const advance = body['advance_ms']
  try {
    if (Object.keys(body).length !== 1) throw new RangeError(ONE_MOVE)
    if (set !== undefined) clock.set(instantOf(set))
    else if (typeof advance === 'number') clock.advance(advance)
    else if (body['hold'] === true) clock.hold()
    else if (body['reset'] === true) clock.reset()
    else throw new RangeError(ONE_MOVE)
  } catch (error) {
    if (error instanceof RangeError) throw new ApiError(400, error.message)
    throw error
  }
}

const ONE_MOVE = 'Send one of {"set": "<RFC 3339>"}, {"advance_ms": <number>}, {"hold": true}, {"reset": true}.'

function instantOf(text: string): number {
  const instant = /T.*(?:Z|[+-]\d\d:\d\d)$/i.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(instant)) throw invalidField('set', 'must be an instant such as 2026-08-05T00:00:00Z')
  return instant
}

/** A member that nobody knows is refused: what it was meant to say would be passed over in silence. */
function readObject(c: Context<SandboxEnv>, members: readonly string[]): JsonRecord {
  const body = parseJsonBody(c.get('body'), c.req.header('content-type') ?? null)
  if (!isRecord(body)) throw new ApiError(400, 'Send a JSON object.')
  const unknown = Object.keys(body).find((name) => !members.includes(name))
  if (unknown !== undefined) throw invalidField(unknown, `is unknown; there are ${members.join(', ')}`)
  return body
}

function readKind(value: unknown): FaultKind {
  const kind = FAULT_KINDS.find((each) => each === value)
  if (kind === undefined) throw invalidField('kind', `must be one of ${FAULT_KINDS.join(', ')}`)
  return kind
}

const RULE_MEMBERS = ['kind', 'path', 'method', 'value', 'times', 'when']

function readRule(body: JsonRecord): FaultRule {
  const kind = readKind(body['kind'])
  const { value, times, when, path, method } = body
  if (path !== undefined && typeof path !== 'string') throw invalidField('path', 'must be text')
  if (method !== undefined && typeof method !== 'string') throw invalidField('method', 'must be text')
  if (value !== undefined && typeof value !== 'number') throw invalidField('value', 'must be a number')
  // JSON has no infinity: null arms a fault until it is cleared.
  if (times !== undefined && times !== null && typeof times !== 'number')
    throw invalidField('times', 'must be a number or null')
  if (when !== undefined && when !== 'before' && when !== 'after') throw invalidField('when', 'must be before or after')
  return {
    kind,
    value,
    when,
    times: times === null ? Number.POSITIVE_INFINITY : times,
    path,
    method,
  }
}
