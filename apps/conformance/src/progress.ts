/** A line that is rewritten in place while cases run. On anything but a terminal it stays silent. */
export type Progress = { show: (text: string) => void; clear: () => void }

type Stream = { isTTY?: boolean; columns?: number; write(text: string): unknown }

export function createProgress(stream: Stream): Progress {
  if (stream.isTTY !== true) return { show: () => {}, clear: () => {} }
  const clear = () => void stream.write('\r\u001b[2K')
  return {
    clear,
    show(text) {
      clear()
      stream.write(text.slice(0, Math.max(20, (stream.columns ?? 80) - 1)))
    },
  }
}
