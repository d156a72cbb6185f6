// Node.js, Bun and Deno: the target comes as an argument, the report goes to standard output. The process is not ended
// here: what the clients leave behind would keep it alive, and whoever started it would notice.
import { runProgram, type Target } from '../program.ts'

const report = await runProgram(JSON.parse(process.argv[2] ?? '') as Target)
console.log(JSON.stringify(report))
