import { styleText } from 'node:util'
import type { Sink } from './io.ts'

/** Colours the text, or leaves it alone where nobody would see the colour. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string

/** No colour, for files, pipes and tests. */
export const plain: Paint = (_format, text) => text

const colourful: Paint = (format, text) => styleText(format, text, { validateStream: false })

/** Colours on a terminal, unless `NO_COLOR` is set (no-color.org: to anything but the empty text). */
export function paintFor(sink: Sink, env: Readonly<Record<string, string | undefined>>): Paint {
  return sink.isTTY && (env['NO_COLOR'] ?? '') === '' ? colourful : plain
}
