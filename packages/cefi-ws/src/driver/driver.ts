/** What a driver reports about one socket. Nothing is reported after `onClose`. */
export interface SocketEvents {
  /** The handshake is done: texts can be sent. */
  onOpen(): void
  /** One whole text frame. */
  onText(text: string): void
  /** A binary frame, which this API does not have. */
  onBinary(): void
  /** The answer to a `ping`, with the text that it carried. */
  onPong(payload: string): void
  /**
   * The socket is gone. Called exactly once, also when it never opened.
   *
   * @param code Close code of the frame. Where there was none, and the platform tells why, the code that says the same: 1002,
   *   1007 or 1009 for a frame that it could not read, 1008, 1011 or 1013 for an upgrade that was refused. Else 1006.
   * @param cause What the runtime reported, where it reported anything.
   */
  onClose(code: number, reason: string, cause?: unknown): void
}

/** One socket. */
export interface DriverSocket {
  /** Sends one text frame. */
  send(text: string): void
  /** Starts the closing handshake. */
  close(code: number, reason: string): void
  /** Drops the connection without waiting for the other side. */
  terminate(): void
  /** Sends a protocol ping that carries a text of a few characters; absent where the platform has none (browsers, Deno, Workers). */
  readonly ping?: (payload: string) => void
  /** Stops reading from the network; absent where the platform cannot. */
  readonly pause?: () => void
  /** Reads again after `pause`. */
  readonly resume?: () => void
}

/** Limits that a driver keeps. */
export interface DriverLimits {
  /** Longest frame to accept, in bytes. A longer one closes the socket with 1009. */
  readonly maxFrameBytes: number
}

/**
 * Opens one socket. The only thing the client needs from a platform; the option `driver` takes one of your own.
 *
 * Nothing may be reported before the function has returned.
 */
export type Driver = (url: string, events: SocketEvents, limits: DriverLimits) => DriverSocket
