import ts from 'typescript'

// The few global types that generated code mentions; the real library takes longer to read than everything else.
const LIB = `interface Array<T> { readonly length: number; [index: number]: T }
interface Boolean {} interface CallableFunction {} interface Function {} interface IArguments {} interface NewableFunction {}
interface Number {} interface Object {} interface RegExp {} interface String {}
type PropertyKey = string | number | symbol
type Record<K extends keyof any, T> = { [P in K]: T }
type Exclude<T, U> = T extends U ? never : T
type Pick<T, K extends keyof T> = { [P in K]: T[P] }
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>
type Required<T> = { [P in keyof T]-?: T[P] }
`

/** A program of these files alone (absolute path → text), in the strictness of the family. Nothing is read from the disk. */
export function programOf(files: { readonly [file: string]: string }): ts.Program {
  const texts: { readonly [file: string]: string } = { ...files, '/lib.d.ts': LIB }
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    noLib: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  }
  const host: ts.CompilerHost = {
    fileExists: (file) => Object.hasOwn(texts, file),
    readFile: (file) => texts[file],
    getSourceFile: (file) =>
      texts[file] === undefined ? undefined : ts.createSourceFile(file, texts[file], ts.ScriptTarget.ES2022),
    getDefaultLibFileName: () => '/lib.d.ts',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => {},
  }
  return ts.createProgram(Object.keys(texts), options, host)
}
