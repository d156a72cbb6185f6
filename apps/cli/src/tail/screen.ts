import type { Sink } from '../io.ts'

// ECMA-48 control sequences, with the private modes of xterm that every terminal in use has.
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l'
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l'
const HOME = '\u001b[H'
const CLEAR_LINE = '\u001b[K'
const CLEAR_BELOW = '\u001b[J'

/** Slower than the eye, faster than a wait, in milliseconds. */
const FRAME_MS = 100

/** A terminal screen that is drawn again and again. */
export interface Screen {
  /** Draws soon. Only the last of several frames in quick succession is drawn. */
  draw(frame: () => readonly string[]): void
  /** Gives the terminal back as it was, and leaves the last frame on it. */
  close(): void
}

/** Takes a terminal over, on its second screen, so that what stood there comes back. Long lines are cut, not wrapped. */
export function openScreen(out: Sink): Screen {
  let latest: (() => readonly string[]) | undefined
  let timer: NodeJS.Timeout | undefined
  out.write(ENTER)
  const show = (): void => {
    timer = undefined
    if (latest !== undefined)
      out.write(
        `${HOME}${latest()
          .map((line) => `${line}${CLEAR_LINE}\r\n`)
          .join('')}${CLEAR_BELOW}`,
      )
  }
  return {
    draw(frame) {
      latest = frame
      timer ??= setTimeout(show, FRAME_MS)
    },
    close() {
      clearTimeout(timer)
      out.write(LEAVE)
      if (latest !== undefined) out.write(`${latest().join('\n')}\n`)
    },
  }
}
