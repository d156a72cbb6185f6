import { existsSync } from 'node:fs'

// Not the scripts in /usr/bin: ending a script leaves the browser that it started.
const usual = ['/usr/lib/chromium/chromium-headless-shell', '/usr/lib/chromium/chromium', '/opt/google/chrome/chrome']

/** Where a Chromium is, if there is one: in `CHROMIUM`, or where Linux distributions put the browser itself. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM'] ?? '', ...usual].find((path) => path !== '' && existsSync(path))
}
