import type { JsonObject } from './json.ts'
import type { Project } from './projects.ts'

/** Every TypeScript file of an AsyncAPI package, not yet formatted. */
export async function generateAsyncapi(
  _contract: JsonObject,
  _project: Pick<Project, 'prefix'>,
): Promise<{ [file: string]: string }> {
  return {}
}
