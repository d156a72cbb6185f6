import type { Exchange, HttpExchange, SocketExchange } from './exchange.ts'

/** Everything one case sent and received. A recorder belongs to one case, so that a finding can name the case. */
export type Recorder = {
  readonly exchanges: readonly Exchange[]
  http(exchange: HttpExchange): void
  socket(url: string): SocketExchange
  /** Milliseconds since the recorder was made. */
  now(): number
}

export function createRecorder(monotonic: () => number): Recorder {
  const began = monotonic()
  const exchanges: Exchange[] = []
  const now = () => monotonic() - began
  return {
    exchanges,
    now,
    http: (exchange) => void exchanges.push(exchange),
    socket(url) {
      const exchange: SocketExchange = { kind: 'socket', api: 'cefi-ws', url, at: now(), frames: [], closed: null }
      exchanges.push(exchange)
      return exchange
    },
  }
}
