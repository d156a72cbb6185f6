import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import type { Report, Target } from './program.ts'

/** Longest time for the whole program, in milliseconds. */
const PROGRAM_MS = 60_000

/** Runs the program in a page of a headless Chromium. */
export async function runBrowser(command: string, script: string, target: Target): Promise<Report> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'))
  const code = await readFile(script, 'utf8')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const browser = spawn(command, [...FLAGS, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    return await reportOf(browser, server, { '/': PAGE, '/page.js': code, '/target': JSON.stringify(target) })
  } finally {
    if (browser.exitCode === null && browser.pid !== undefined) {
      const ended = once(browser, 'close')
      browser.kill()
      await ended
    }
    server.closeAllConnections()
    server.close()
    await rm(profile, { recursive: true, maxRetries: 5 })
  }
}

/** Serves the page with its files, and waits until it sends its report. */
function reportOf(browser: ChildProcess, server: Server, files: Readonly<Record<string, string>>): Promise<Report> {
  return new Promise((resolve) => {
    let errors = ''
    const fail = (reason: string): void =>
      end({ done: [], builtInSockets: 0, failure: errors === '' ? reason : `${reason}\n${errors}` })
    const late = setTimeout(() => fail('There was no report within a minute.'), PROGRAM_MS)
    const end = (report: Report): void => {
      clearTimeout(late)
      resolve(report)
    }
    browser.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    browser.on('error', (error) => fail(error.message))
    browser.on('close', (code) => fail(`The browser ended with code ${code}.`))
    server.on('request', (request, response) => {
      const { url = '' } = request
      const file = files[url]
      if (url === '/report') {
        json(request).then(
          (report) => end(report as Report),
          (error: unknown) => fail(String(error)),
        )
        response.end()
        return
      }
      if (file === undefined) response.writeHead(404)
      else response.setHeader('content-type', url.endsWith('.js') ? 'text/javascript' : 'text/html')
      response.end(file)
    })
  })
}

const PAGE = '<!doctype html><title>runtimes</title><script type="module" src="/page.js"></script>'

const FLAGS = [
  '--headless',
  // The sandbox sends no CORS headers: whether the service does is not known, and not what is tried here.
  '--disable-web-security',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  // Chromium's own sandbox refuses to run as root, which is who runs this in a container.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
