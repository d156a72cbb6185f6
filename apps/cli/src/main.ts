#!/usr/bin/env node
import { readFileSync, statSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { FileText, Io, Sink } from './io.ts'

const ended = new AbortController()
// Once: whoever presses Ctrl+C again does not want to wait for a clean end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ended.abort())

const io: Io = {
  env: process.env,
  out: sink(process.stdout),
  err: sink(process.stderr),
  nowMs: () => Date.now(),
  readFile,
  signal: ended.signal,
}

const code = await start()
if (code !== 0) process.exitCode = code

async function start(): Promise<number> {
  try {
    const { run } = await import('./program.ts')
    return await run(process.argv.slice(2), io)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND')) throw cause
    process.stderr.write('The packages are not built.\nRun `pnpm build` first.\n')
    return 1
  }
}

function sink(stream: NodeJS.WriteStream & { readonly fd: number }): Sink {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    ended.abort()
    // Whoever read this has gone, as in `truemarkets tail … | head`: a reason to end, and no failure.
    if (cause.code === 'EPIPE') return
    process.exitCode = 1
    if (stream.fd !== process.stderr.fd)
      process.stderr.write(`The output cannot be written (${cause.code}).\nMake room for it, or send it elsewhere.\n`)
  })
  return {
    isTTY: isatty(stream.fd),
    get columns() {
      return stream.isTTY ? stream.columns : undefined
    },
    get rows() {
      return stream.isTTY ? stream.rows : undefined
    },
    write: (text) => void stream.write(text),
  }
}

function readFile(path: string): FileText {
  // What is no text would be signed as something else.
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path))
  // Windows has no permission bits, and reports some all the same.
  return { text, mode: process.platform === 'win32' ? undefined : statSync(path).mode & 0o777 }
}
