export type Stream = { isTTY?: boolean; write(text: string): unknown }

export type Progress = {
  /** Shows that a step runs; call the result when it ended. */
  begin(title: string): (ok: boolean, milliseconds: number) => void
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMs = 80
/** A step as short as this came from a cache: it leaves no line. */
const shortMs = 1_500

/** A spinner with the running time on a terminal; nothing at all elsewhere. */
export function createProgress(stream: Stream): Progress {
  if (stream.isTTY !== true) return { begin: () => () => {} }
  return {
    begin(title) {
      let frame = 0
      const draw = () => {
        const elapsed = Math.floor((frame * frameMs) / 1000)
        stream.write(
          `\r\u001b[2K${frames[frame % frames.length] ?? ''} ${title}${elapsed > 0 ? ` · ${elapsed} s` : ''}`,
        )
        frame += 1
      }
      draw()
      const timer = setInterval(draw, frameMs)
      return (ok, milliseconds) => {
        clearInterval(timer)
        stream.write('\r\u001b[2K')
        if (milliseconds >= shortMs || !ok)
          stream.write(`${ok ? '✓' : '✗'} ${title} · ${(milliseconds / 1000).toFixed(1)} s\n`)
      }
    },
  }
}
