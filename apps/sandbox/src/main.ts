import { command } from './command.ts'

const exitCode = await command(process.argv.slice(2), {
  env: process.env,
  print: (text) => console.log(text),
  printError: (text) => console.error(text),
  onStop: (stop) => {
    const end = async () => {
      process.exitCode = await stop()
    }
    // Once: whoever presses Ctrl+C again does not want to wait for a clean end.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end())
  },
})
if (exitCode !== 0) process.exitCode = exitCode
