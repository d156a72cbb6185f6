import { readFileSync } from 'node:fs'
import type { SandboxApp } from '../server/env.ts'

const FILES = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/sandbox/page.css': ['page.css', 'text/css; charset=utf-8'],
  '/sandbox/page.js': ['page.js', 'text/javascript; charset=utf-8'],
} as const

/** The page may talk to the sandbox and to nobody else. */
const POLICY = "default-src 'self'; img-src data:; frame-ancestors 'none'"

/** Serves the status page: three files without a build, a framework or a request to anywhere else. */
export function serveStatusPage(app: SandboxApp): void {
  for (const [path, [file, type]] of Object.entries(FILES)) {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8')
    app.get(path, (c) => c.body(text, 200, { 'Content-Type': type, 'Content-Security-Policy': POLICY }))
  }
}
