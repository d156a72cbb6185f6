import { join } from 'node:path'
import { build } from 'esbuild'

const out = join(import.meta.dirname, '..', 'dist')

/**
 * Makes one entry ready to run, and gives the path of the file.
 *
 * @param conditions What a bundler for that platform asks `package.json` for. Without any, the packages are left to the
 *   runtime, which finds them as a user's program would.
 */
export async function bundle(
  entry: 'command-line' | 'page' | 'worker',
  conditions?: readonly string[],
): Promise<string> {
  const outfile = join(out, `${entry}.js`)
  await build({
    entryPoints: [join(import.meta.dirname, 'entries', `${entry}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // The sources' own tsconfig.json is not a user's.
    tsconfigRaw: {},
    logLevel: 'warning',
    ...(conditions === undefined
      ? { platform: 'neutral', packages: 'external' }
      : { platform: 'browser', conditions: [...conditions] }),
  })
  return outfile
}
