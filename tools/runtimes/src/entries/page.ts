// A browser: the target comes from the server of the page, and the report goes back there.
import { runProgram, type Target } from '../program.ts'

const target = (await (await fetch('/target')).json()) as Target
await fetch('/report', { method: 'POST', body: JSON.stringify(await runProgram(target)) })
