#!/usr/bin/env node
import { writeFile } from 'node:fs/promises'
import { argv, exit } from 'node:process'
import { generateKey } from './generate-key.ts'
import { runKeygen } from './run-keygen.ts'

const outcome = await runKeygen(argv.slice(2), {
  generateKey,
  // `wx` refuses to overwrite a key; 0600 keeps it from other users of the machine.
  write: (path, text) => writeFile(path, text, { flag: 'wx', mode: 0o600 }),
})
console[outcome.exitCode === 0 ? 'log' : 'error'](outcome.text)
exit(outcome.exitCode)
