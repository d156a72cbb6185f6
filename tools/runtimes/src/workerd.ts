import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report, Target } from './program.ts'

/** Runs the program in a request to a worker that may reach the local network. */
export async function runWorkerd(command: string, script: string, target: Target): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'workerd-'))
  try {
    await writeFile(join(folder, 'worker.js'), await readFile(script))
    await writeFile(join(folder, 'config.capnp'), CONFIG)
    const server = spawn(command, ['serve', '--control-fd=3', 'config.capnp'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    })
    try {
      const port = await portOf(server)
      const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: JSON.stringify(target) })
      return (await answer.json()) as Report
    } finally {
      const ended = once(server, 'close')
      server.kill()
      await ended
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2025-11-01")),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`

/** workerd tells on its control channel which port it listens on, a line of JSON. */
function portOf(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let errors = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    server.on('error', reject)
    server.on('close', (code) => reject(new Error(`workerd ended with code ${code}.\n${errors}`)))
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        const { event, port } = JSON.parse(line) as { readonly event: string; readonly port?: number }
        if (event === 'listen' && port !== undefined) resolve(port)
      }
    })
  })
}
