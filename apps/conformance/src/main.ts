import { runCommand } from './command.ts'
import { exitCode } from './exit-code.ts'
import { liveProfiles, systemTools } from './target/live.ts'

// Whoever reads along may go, and that must not end a run that has orders open: what it finds is in its reports as well.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') process.exitCode = exitCode.failed
  })

const code = await runCommand(process.argv.slice(2), { live: liveProfiles, tools: systemTools() })
if (code !== exitCode.passed) process.exitCode = code
