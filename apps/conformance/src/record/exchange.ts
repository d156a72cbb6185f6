import type { HttpApi } from '../api.ts'

/** A request as it goes out on the wire. */
export type HttpRequest = {
  method: string
  url: string
  requestHeaders: Record<string, string>
  requestBody: string | null
}

/** One HTTP request and what came back, as it was on the wire. Held in memory only; reports print shapes, never this. */
export type HttpExchange = HttpRequest & {
  kind: 'http'
  api: HttpApi
  /** Milliseconds since the run began. */
  at: number
  durationMs: number
  /** Null when no answer arrived. */
  response: HttpAnswer | null
}

export type HttpAnswer = { status: number; headers: Record<string, string>; body: string }

export type Frame = { direction: 'sent' | 'received'; text: string; at: number }

/** One WebSocket connection with every text frame in order. */
export type SocketExchange = {
  kind: 'socket'
  api: 'cefi-ws'
  url: string
  at: number
  frames: Frame[]
  closed: { code: number; reason: string } | null
}

export type Exchange = HttpExchange | SocketExchange
