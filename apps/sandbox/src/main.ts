import { command } from './command.ts'

const exitCode = await command(process.argv.slice(2), {
  env: process.env,
  print: (text) => console.log(text),
  printError: (text) => console.error(text),
  onStop: (stop) => {
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  },
})
if (exitCode !== 0) process.exitCode = exitCode
