import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'
import { parse } from 'yaml'
import type { SandboxContext } from '../src/context.ts'
import type { DemoHmacKey } from '../src/demo-credentials.ts'
import { isRecord, textAt } from '../src/server/record.ts'
import { SchemaChecker } from '../src/server/schema-checker.ts'
import { hmac } from './cefi-caller.ts'

export type Frame = Readonly<Record<string, unknown>>

/** A bare client for tests: it keeps every frame, and checks each against the contract. */
export interface WsClient {
  readonly socket: WebSocket
  readonly frames: readonly Frame[]
  /** The next frame, in order of arrival, that fits; earlier ones are passed over. */
  next(fits: (frame: Frame) => boolean): Promise<Frame>
  nextOn(channel: string, update: string): Promise<Frame>
  send(request: Readonly<Record<string, unknown>>): void
  /** Waits until everything that the server has sent until now has arrived: frames and pongs come in one order. */
  caughtUp(): Promise<void>
  /** A signed request, changed as the test likes. */
  signed(type: string, channels: readonly string[], items: readonly string[], change?: Partial<Signed>): void
  /** An uncredentialed request. */
  open(type: string, channels: readonly string[], items: readonly string[]): void
  /** What in the frames so far breaks the contract. */
  violations(): readonly string[]
  closed: Promise<number>
}

interface Signed {
  readonly timestamp: string
  readonly key: DemoHmacKey
  readonly path: string
  readonly signature: string
}

const document: unknown = parse(readFileSync(new URL('../../../specs/cefi-ws/asyncapi.yaml', import.meta.url), 'utf8'))
// Only the components: at the top of an AsyncAPI document `id` is no keyword of JSON Schema.
const checker = new SchemaChecker({ components: isRecord(document) ? document['components'] : {} })

const SCHEMAS: Readonly<Record<string, string>> = {
  INSTRUMENT: 'InstrumentMessage',
  EBBO: 'EbboMessage',
  DEPTH: 'DepthMessage',
  TRADE: 'TradeMessage',
  DROPCOPY: 'DropcopyMessage',
}

/** Whether the contract allows this request. */
export function isContractRequest(request: unknown): boolean {
  return checker.check('/components/schemas/Subscription', request).length === 0
}

function schemaOf(frame: Frame): string {
  const { channel, update } = frame
  if (update === 'SNAPSHOT_COMPLETE') return 'SnapshotComplete'
  if (channel === 'WEBSOCKET') return update === 'WELCOME' ? 'Welcome' : 'Confirmation'
  return SCHEMAS[String(textAt(frame, 'channel'))] ?? 'Unknown'
}

interface Connectable {
  readonly wsUrl: string
  readonly context: Pick<SandboxContext, 'clock' | 'credentials'>
}

/** @param headers of the handshake */
export async function connect(sandbox: Connectable, headers: Record<string, string> = {}): Promise<WsClient> {
  const socket = new WebSocket(sandbox.wsUrl, { perMessageDeflate: true, headers })
  const frames: Frame[] = []
  let read = 0
  let wake: () => void = () => {}
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Frame)
    wake()
  })
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => resolve(code))
  })
  socket.on('error', () => {})
  await new Promise<void>((resolve) => {
    socket.on('open', () => resolve())
  })
  const now = () => String(sandbox.context.clock.seconds())
  const send = (request: Readonly<Record<string, unknown>>) => socket.send(JSON.stringify(request))
  const next = async (fits: (frame: Frame) => boolean): Promise<Frame> => {
    const deadline = Date.now() + 15_000
    for (;;) {
      while (read < frames.length) {
        const frame = frames[read++]
        if (frame !== undefined && fits(frame)) return frame
      }
      if (Date.now() > deadline) throw new Error(`No such frame among ${JSON.stringify(frames).slice(0, 2000)}`)
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, 50)
      })
    }
  }
  return {
    socket,
    frames,
    next,
    nextOn: (channel, update) => next((frame) => frame['channel'] === channel && frame['update'] === update),
    send,
    caughtUp: () =>
      new Promise((resolve) => {
        socket.once('pong', () => resolve())
        socket.ping()
      }),
    signed: (type, channels, items, change = {}) => {
      const { timestamp = now(), key = sandbox.context.credentials.hmac, path = '/api/v1' } = change
      const signature = change.signature ?? hmac(key.secret, `${timestamp}TRUEXWS${key.keyId}${path}`)
      const credentials = { organization_id: key.organizationId, key: key.keyId, signature }
      send({ type, channels, item_names: items, timestamp, ...credentials })
    },
    open: (type, channels, items) => send({ type, channels, item_names: items, timestamp: now() }),
    violations: () =>
      frames.flatMap((frame) =>
        checker
          .check(`/components/schemas/${schemaOf(frame)}`, frame)
          .map(({ field, message }) => `${JSON.stringify(frame).slice(0, 200)}: ${field} ${message}`),
      ),
    closed,
  }
}
