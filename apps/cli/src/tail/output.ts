import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { paintFor } from '../style.ts'
import { type Board, takeIn } from './board.ts'
import { jsonLineOf, lineOf } from './lines.ts'
import { openScreen } from './screen.ts'
import { tableOf } from './table.ts'
import type { FeedName, Update } from './update.ts'

/** Where updates, and news of the connection, are shown. */
export interface Output {
  update(update: Update): void
  /** The connection: where it stands, or what happened to it. */
  notice(text: string): void
  close(): void
}

/** Lines for pipes and files; what is no update goes to standard error. */
export function lineOutput({ out, err }: Pick<Io, 'out' | 'err'>, json: boolean): Output {
  return {
    update: (update) => out.write(`${json ? jsonLineOf(update) : lineOf(update)}\n`),
    notice: (text) => err.write(json ? `${JSON.stringify({ notice: text })}\n` : `${printable(text)}\n`),
    close: () => {},
  }
}

/** What a screen shows. */
interface Shown {
  readonly feed: FeedName
  readonly title: string
  /** Where the updates come from. */
  readonly target: string
}

/** A table on a terminal, drawn anew as it changes. */
export function screenOutput({ out, env }: Pick<Io, 'out' | 'env'>, { feed, title, target }: Shown): Output {
  const paint = paintFor(out, env)
  const screen = openScreen(out)
  let board: Board = []
  let connection = 'connecting'
  let updates = 0
  let isOver = false
  const frame = (): string[] => {
    const head = `${paint('bold', title)}  ${stateOf(board) ?? connection}  ${updates === 1 ? '1 update' : `${updates} updates`}`
    // Head, blank line, foot, and the line the cursor stands on.
    const table = tableOf(feed, board, Math.max(2, (out.rows ?? 24) - 4), paint)
    return [head, '', ...table, paint('dim', isOver ? 'ended' : `${target}: ${connection}; Ctrl+C ends`)]
  }
  screen.draw(frame)
  return {
    update(update) {
      board = takeIn(board, update)
      updates += 1
      screen.draw(frame)
    },
    notice(text) {
      connection = printable(text)
      screen.draw(frame)
    },
    close() {
      isOver = true
      screen.close()
    },
  }
}

function stateOf([first]: Board): string | undefined {
  if (first?.feed !== 'book') return undefined
  return first.trouble === null ? first.state : `${first.state} (${first.trouble})`
}
