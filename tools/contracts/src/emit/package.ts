/** What makes a package of generated code: its manifest, its compiler settings and its entry points. */
export function emitPackage(
  name: string,
  kind: 'openapi' | 'asyncapi',
  validators: boolean,
): { readonly [file: string]: string } {
  const modules = kind === 'openapi' ? ['operations', 'schema', 'types'] : ['channels', 'messages', 'unions']
  const entry = (module: string): { readonly types: string; readonly default: string } => ({
    types: `./dist/${module}.d.ts`,
    default: `./dist/${module}.js`,
  })
  const checks = validators
    ? {
        './validators': { types: './src/validators.d.ts', default: './src/validators.js' },
        './validators/shape': { types: './src/validators-shape.d.ts', default: './src/validators-shape.js' },
      }
    : {}
  const manifest = {
    name,
    version: '0.0.0',
    type: 'module',
    sideEffects: false,
    files: ['dist', 'src'],
    exports: { ...Object.fromEntries(modules.map((module) => [`./${module}`, entry(module)])), ...checks },
    scripts: { build: 'tsc -p tsconfig.json' },
  }
  return { 'package.json': JSON.stringify(manifest, undefined, 2), 'tsconfig.json': TSCONFIG }
}

// The strictness of the family; DOM gives AbortSignal its type everywhere.
const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'DOM'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    noPropertyAccessFromIndexSignature: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
})
