import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import type { Figure, Suite } from '../figure.ts'

const clients = {
  'core + CeFi REST client with an HMAC key':
    "import { createCefiRestClient, hmacKey } from '@truemarkets/cefi-rest'; globalThis.made = [createCefiRestClient, hmacKey]",
  'core + gateway client with an API key':
    "import { createGatewayClient, apiKey } from '@truemarkets/gateway'; globalThis.made = [createGatewayClient, apiKey]",
  'CeFi WebSocket client without a socket library, with an HMAC key':
    "import { createCefiWsClient, hmacKey } from '@truemarkets/cefi-ws'; globalThis.made = [createCefiWsClient, hmacKey]",
  // Market data needs no credentials, and a browser is no place for an HMAC secret.
  'the same without credentials':
    "import { createCefiWsClient } from '@truemarkets/cefi-ws'; globalThis.made = [createCefiWsClient]",
}

const others = {
  'ky, which has retries, timeouts and hooks': "import ky from 'ky'; globalThis.made = [ky]",
  openai: "import OpenAI from 'openai'; globalThis.made = [OpenAI]",
}

/** What a browser downloads before the first call: the entry and everything it imports statically, minified and gzipped. */
export const bundles: Suite = {
  name: 'bundles',
  async *figures(): AsyncIterable<Figure> {
    for (const [name, source] of Object.entries(clients)) {
      const { bytes, inputs, text } = await firstLoad(source)
      yield {
        name,
        value: bytes / 1000,
        unit: 'kB',
        target: name.includes('gateway') ? undefined : { at: 'most', value: 6 },
        note: `gzipped, ${inputs.length} modules`,
      }
      yield found(`node: specifiers in it`, text.match(/["']node:/g)?.length ?? 0)
      if (name.includes('HMAC'))
        yield found('P-256 modules in it', inputs.filter((path) => /p256|nist|weierstrass/.test(path)).length)
    }
    for (const [name, source] of Object.entries(others)) {
      const { bytes, inputs } = await firstLoad(source)
      yield { name: `  beside it: ${name}`, value: bytes / 1000, unit: 'kB', note: `gzipped, ${inputs.length} modules` }
    }
  },
}

function found(name: string, value: number): Figure {
  return { name: `  ${name}`, value, unit: 'found', target: { at: 'most', value: 0 } }
}

async function firstLoad(contents: string): Promise<{ bytes: number; inputs: string[]; text: string }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // The packages' own tsconfig.json maps `#` names to sources; a user has only package.json.
    tsconfigRaw: {},
    outdir: 'out',
    write: false,
    metafile: true,
  })
  const first = staticallyLoaded(metafile)
  const files = outputFiles.filter(({ path }) => first.some((name) => path.endsWith(name)))
  return {
    bytes: files.reduce((sum, { contents: file }) => sum + gzipSync(file, { level: 9 }).length, 0),
    inputs: first.flatMap((name) => Object.keys(metafile.outputs[name]?.inputs ?? {})),
    text: files.map(({ text }) => text).join('\n'),
  }
}

function staticallyLoaded(metafile: Metafile): string[] {
  const entry = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint !== undefined)?.[0] ?? ''
  const loaded = new Set([entry])
  for (const name of loaded) {
    for (const { path, kind } of metafile.outputs[name]?.imports ?? []) {
      if (kind === 'import-statement') loaded.add(path)
    }
  }
  return [...loaded]
}
