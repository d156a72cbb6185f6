// Workers: a request brings the target, its answer is the report.
import { runProgram, type Target } from '../program.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await runProgram((await request.json()) as Target))
  },
}
