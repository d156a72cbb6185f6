// What a stranger gets: the packages as they are published, in a project that knows nothing of this repository.
import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declarationsOf, entriesOf, manifestIn, publishedPackages } from '../src/packages.ts'
import { install, type Packed } from '../src/project.ts'
import { readmePrograms } from '../src/readme-programs.ts'
import { unnamedTypes } from '../src/unnamed-types.ts'

const root = join(import.meta.dirname, '../../..')
const packages = publishedPackages(root)
const entries = packages.flatMap(({ manifest }) => entriesOf(manifest))
const project = mkdtempSync(join(tmpdir(), 'packed-'))
const installed = new Map<string, Packed>()

beforeAll(async () => {
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  for (const packed of await install(packages, project)) installed.set(packed.manifest.name, packed)
})
afterAll(() => rmSync(project, { recursive: true }))

describe.each(packages.map(({ manifest }) => manifest.name))('%s, packed,', (name) => {
  const packed = (): Packed => {
    const found = installed.get(name)
    if (found === undefined) throw new Error(`${name} was not packed.`)
    return found
  }

  it('has a manifest that publint would not change', async () => {
    const { messages, pkg } = await publint({ pkgDir: packed().installed, pack: false, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  it('gives ES modules and bundlers the types of what they load', async () => {
    const tarball = createPackageFromTarballData(new Uint8Array(readFileSync(packed().tarball)))
    // The contract is JSON, which has a default import and nothing to export it with.
    const result = await checkPackage(tarball, { excludeEntrypoints: ['contract'] })
    expect(result.types === false ? 'no types' : result.problems.filter(concernsModules)).toEqual([])
  })

  it('names no file of a source folder in its README that it does not bring', () => {
    const readme = readFileSync(join(packed().installed, 'README.md'), 'utf8')
    const named = Array.from(readme.matchAll(/(?<=`)(?:src|test)\/[\w./-]+(?=`)/g), ([path]) => path)
    expect(named.filter((path) => !existsSync(join(packed().installed, path)))).toEqual([])
  })

  // One character beyond it, and Node.js decodes the file more slowly and holds two bytes for each of the others.
  it('is loaded from JavaScript in ASCII', () => {
    const { installed: folder } = packed()
    const files = globSync('{dist,src}/**/*.js', { cwd: folder })
    expect(files).not.toEqual([])
    expect(files.filter((file) => /[^\p{ASCII}]/u.test(readFileSync(join(folder, file), 'utf8')))).toEqual([])
  })

  it('asks for released versions, and runs nothing when it is installed', () => {
    const { dependencies = {}, scripts = {} } = manifestIn(packed().installed)
    expect(Object.values(dependencies).filter((range) => !/^\^?\d+\.\d+\.\d+$/.test(range))).toEqual([])
    expect(Object.keys(scripts).filter((script) => /install|prepare/.test(script))).toEqual([])
  })
})

// These packages are ES modules only; CommonJS reaches them by the `require` of newer Node.js, and node10 not at all.
function concernsModules(problem: Problem): boolean {
  return (
    !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)) &&
    problem.kind !== 'CJSResolvesToESM'
  )
}

const run = promisify(execFile)

// The newest compiler of the workspace, and the oldest that the README names.
const compilers = {
  newest: join(root, 'node_modules/typescript/bin/tsc'),
  oldest: join(import.meta.dirname, '../node_modules/typescript-5.4/bin/tsc'),
}

/** What a compiler complains of in the project, under these settings; or why it could not say. */
function complaintsOf(settings: object, compiler: keyof typeof compilers): Promise<string> {
  const file = join(project, 'tsconfig.json')
  writeFileSync(file, JSON.stringify(settings))
  return run(process.execPath, [compilers[compiler], '-p', file], { cwd: project }).then(
    () => '',
    ({ stdout, message }: { readonly stdout: string; readonly message: string }) => stdout || message,
  )
}

const STRICTEST = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  target: 'es2022',
}

// The README names where the types of fetch may come from.
const platforms = {
  'a browser': { lib: ['es2023', 'dom', 'dom.iterable'], types: [] },
  'Node.js': { lib: ['es2022'], types: [join(root, 'node_modules/@types/node')] },
}

describe('a project that imports every path', () => {
  const names = entries.map((entry, index) => ({ entry, name: `m${index}` }))

  it.each([
    ['newest', 'esnext', 'bundler', 'a browser'],
    ['newest', 'nodenext', 'nodenext', 'Node.js'],
    ['oldest', 'nodenext', 'nodenext', 'Node.js'],
    ['oldest', 'esnext', 'bundler', 'a browser'],
  ] as const)(
    'compiles under the strictest settings with the %s compiler as %s, resolved by %s, with the types of %s',
    async (compiler, module, resolution, platform) => {
      const imports = names.map(({ entry, name }) => {
        const attributes = entry.endsWith('/contract') ? " with { type: 'json' }" : ''
        return `import ${attributes === '' ? `* as ${name}` : name} from '${entry}'${attributes}\n`
      })
      const file = join(project, `every-path-${resolution}.ts`)
      writeFileSync(file, `${imports.join('')}export { ${names.map(({ name }) => name).join(', ')} }\n`)
      const compilerOptions = { ...STRICTEST, ...platforms[platform], module, moduleResolution: resolution }
      const complaints = await complaintsOf({ compilerOptions, files: [file] }, compiler)
      expect(complaints).toBe('')
    },
  )

  it('can import every type that a declaration of a package speaks of from that package', () => {
    const declared = packages.map(({ manifest }) => ({
      name: manifest.name,
      files: declarationsOf(manifest).map((file) => join(project, 'node_modules', manifest.name, file)),
    }))
    expect(unnamedTypes(declared)).toEqual([])
  })

  it('loads each of them', async () => {
    const imports = names.map(({ entry }) =>
      entry.endsWith('/contract') ? `await import('${entry}', { with: { type: 'json' } })` : `await import('${entry}')`,
    )
    const file = join(project, 'every-path.mjs')
    writeFileSync(
      file,
      `const modules = [${imports.join(', ')}]\nconsole.log(modules.filter((one) => Object.keys(one).length > 0).length)\n`,
    )
    const { stdout } = await run(process.execPath, [file], { cwd: project })
    expect(Number(stdout)).toBe(entries.length)
  })
})

// What libraries export of a client, with types that the compiler finds and writes into declaration files.
const wrappers = {
  '@truemarkets/auth': `
    import { createAuthClient } from '@truemarkets/auth'
    export const auth = createAuthClient()
    export const { tokens } = auth
    export const keys = () => auth.raw.GET('/.well-known/jwks.json')`,
  '@truemarkets/cefi-rest': `
    import { createCefiRestClient } from '@truemarkets/cefi-rest'
    export const cefi = createCefiRestClient()
    export const activeOrders = () => cefi.raw.GET('/orders/active')
    export const cancel = (id: string) => cefi.cancelAndWait({ path: { ref_id: id } })`,
  '@truemarkets/cefi-ws': `
    import { createCefiWsClient } from '@truemarkets/cefi-ws'
    export const socket = createCefiWsClient()
    export const trades = () => socket.subscribe({ channel: 'TRADE', items: ['BTC-PYUSD'] })
    export const reports = () => socket.dropCopy(['1'])`,
  '@truemarkets/gateway': `
    import { createGatewayClient } from '@truemarkets/gateway'
    export const gateway = createGatewayClient()
    export const { GET, use } = gateway.raw
    export const order = (id: string) => gateway.raw.GET('/orders/{id}', { params: { path: { id } } })
    export const orders = () => gateway.listOrders.iterate()`,
}

/** The packages that a declaration file speaks of. */
function spokenOf(declarations: string): Set<string> {
  return new Set(Array.from(declarations.matchAll(/(?<=from '|import\(")[^'"]+/g), ([name]) => name))
}

describe('a library that has one client', () => {
  let complaints: string

  beforeAll(async () => {
    const files = Object.entries(wrappers).map(([name, code]) => {
      const file = `${basename(name)}.ts`
      writeFileSync(join(project, file), code)
      return file
    })
    const compilerOptions = {
      declaration: true,
      emitDeclarationOnly: true,
      outDir: 'declarations',
      rootDir: '.',
      strict: true,
      target: 'es2022',
      module: 'nodenext',
      lib: ['es2023', 'dom'],
      types: [],
    }
    complaints = await complaintsOf({ compilerOptions, files }, 'newest')
  })

  it('compiles', () => {
    expect(complaints).toBe('')
  })

  it.each(Object.keys(wrappers))('can name all that it exports of %s by that package alone', (name) => {
    const declarations = readFileSync(join(project, 'declarations', `${basename(name)}.d.ts`), 'utf8')
    expect(spokenOf(declarations)).toEqual(new Set([name]))
  })
})

describe('the examples of the READMEs', () => {
  it('compile under the strictest settings, in a project that has installed the packages', async () => {
    const files = ['modules-of-others.d.ts']
    // What examples import of others is not installed here, and not what they show.
    writeFileSync(
      join(project, 'modules-of-others.d.ts'),
      "declare module 'undici'\ndeclare module '@opentelemetry/api'\n",
    )
    for (const { manifest, installed: folder } of installed.values()) {
      const programs = readmePrograms(manifest.name, readFileSync(join(folder, 'README.md'), 'utf8'))
      expect(programs.length).toBeGreaterThan(0)
      for (const [index, program] of programs.entries()) {
        files.push(`readme-${basename(manifest.name)}-${index + 1}.ts`)
        writeFileSync(join(project, files.at(-1) ?? ''), program)
      }
    }
    const compilerOptions = { ...STRICTEST, ...platforms['Node.js'], module: 'nodenext' }
    expect(await complaintsOf({ compilerOptions, files }, 'newest')).toBe('')
  })
})
