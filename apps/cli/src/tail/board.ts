import type { Update } from './update.ts'

/** What a screen shows: the latest of each thing, or the latest trades, newest first. */
export type Board = readonly Update[]

/** More lines than a terminal is likely to have. */
const MOST = 200

/** Takes an update in. Books, quotes and orders replace what was known of the same one; trades pile up. */
export function takeIn(board: Board, update: Update): Board {
  if (update.feed === 'trades') return [update, ...board].slice(0, MOST)
  const known = board.findIndex((earlier) => nameOf(earlier) === nameOf(update))
  // Quotes and books keep their place, so that the eye finds them; orders that move come up.
  if (update.feed === 'drop-copy') return [update, ...board.filter((_, index) => index !== known)].slice(0, MOST)
  return known === -1 ? [...board, update] : board.with(known, update)
}

function nameOf(update: Update): string | undefined {
  return update.feed === 'drop-copy' ? update.id : update.symbol
}
