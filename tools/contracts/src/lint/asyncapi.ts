import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Parser } from '@asyncapi/parser'
import type { Finding } from './finding.ts'

/** A newer version of AsyncAPI than the contract's is no fault of the contract. */
const NOT_OURS = new Set(['asyncapi-latest-version'])

// Spectral's severities start with the error at zero; its enum is not exported from here.
function isError(severity: number): boolean {
  return severity === 0
}

/** The diagnostics of `@asyncapi/parser` on an AsyncAPI file. */
export async function lintWithParser(file: string, root: string): Promise<Finding[]> {
  const diagnostics = await new Parser().validate(readFileSync(join(root, file), 'utf8'), { source: join(root, file) })
  return diagnostics
    .filter(({ code }) => !NOT_OURS.has(String(code)))
    .map(({ code, severity, message, path, range }) => ({
      rule: `asyncapi/${code}`,
      severity: isError(severity) ? 'error' : 'warning',
      file,
      at: `${range.start.line + 1}:${range.start.character + 1} #/${path.join('/')}`,
      // A fault of the parser itself comes with its stack.
      message: message.replace(/, stack: .*/s, '.'),
    }))
}
