import { runCommand } from './command.ts'
import { liveProfiles, systemTools } from './target/live.ts'

process.exitCode = await runCommand(process.argv.slice(2), { live: liveProfiles, tools: systemTools() })
