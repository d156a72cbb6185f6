import type { Api } from '../api.ts'

/** One HTTP request and what came back, as it was on the wire. Held in memory only; reports print shapes, never this. */
export type HttpExchange = {
  kind: 'http'
  api: Api
  method: string
  url: string
  requestHeaders: Record<string, string>
  requestBody: string | null
  /** Milliseconds since the run began. */
  at: number
  durationMs: number
  /** Null when no answer arrived; `failure` then says why. */
  response: HttpAnswer | null
  failure: string | null
}

export type HttpAnswer = { status: number; headers: Record<string, string>; body: string }

export type Frame = { direction: 'sent' | 'received'; text: string; at: number }

/** One WebSocket connection with every text frame in order. */
export type SocketExchange = {
  kind: 'socket'
  api: Api
  url: string
  at: number
  frames: Frame[]
  closed: { code: number; reason: string } | null
}

export type Exchange = HttpExchange | SocketExchange
