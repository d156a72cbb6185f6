import ts from 'typescript'
import { programOf } from './program.ts'

/** Two renderings of the same schemas as TypeScript. */
export type Renderings = {
  /** A module that exports one type for each name. */
  readonly models: string
  /** openapi-typescript output, with the schemas under `components`. */
  readonly opinion: string
  /** Exported type → schema of the components. */
  readonly names: ReadonlyMap<string, string>
}

/** Where two renderings differ. */
export type Disagreement = { readonly at: string; readonly models: string; readonly opinion: string }

/**
 * Compares two renderings type by type, member by member. Two types are the same when a value of either may stand where the
 * other is asked for and no member is lost, so order, names and intersections that amount to the same do not matter.
 */
export function disagreements(renderings: Renderings): Disagreement[] {
  const program = programOf({ '/models.ts': renderings.models, '/opinion.ts': renderings.opinion })
  const checker = program.getTypeChecker()
  const models = exportsOf(program, checker, '/models.ts')
  const components = exportsOf(program, checker, '/opinion.ts').get('components')
  const schemas =
    components === undefined ? undefined : memberType(checker, checker.getDeclaredTypeOfSymbol(components), 'schemas')
  const found: Disagreement[] = []
  for (const [name, schema] of renderings.names) {
    const model = models.get(name)
    const opinion = schemas === undefined ? undefined : memberType(checker, schemas, schema)
    if (model === undefined || opinion === undefined) {
      found.push({
        at: name,
        models: model === undefined ? 'nothing' : 'a type',
        opinion: opinion === undefined ? 'nothing' : 'a type',
      })
    } else {
      compare({ checker, found, seen: new Set() }, checker.getDeclaredTypeOfSymbol(model), opinion, name)
    }
  }
  return found
}

type Context = { readonly checker: ts.TypeChecker; readonly found: Disagreement[]; readonly seen: Set<string> }

const IDS = new WeakMap<ts.Type, number>()
let nextId = 0

function idOf(type: ts.Type): number {
  const known = IDS.get(type)
  if (known !== undefined) return known
  nextId += 1
  IDS.set(type, nextId)
  return nextId
}

function compare(context: Context, a: ts.Type, b: ts.Type, at: string): void {
  const { checker, seen } = context
  const pair = `${idOf(a)} ${idOf(b)}`
  // A pair that is being compared further up is the same unless something else differs.
  if (a === b || seen.has(pair)) return
  seen.add(pair)
  if (a.isUnion() || b.isUnion()) compareUnions(context, membersOf(a), membersOf(b), at)
  else if (checker.isArrayType(a) && checker.isArrayType(b)) compareLists(context, a, b, `${at}[]`)
  else if (checker.isTupleType(a) && checker.isTupleType(b)) compareLists(context, a, b, at)
  else if (isPlainObject(checker, a) && isPlainObject(checker, b)) compareObjects(context, a, b, at)
  else if (checker.typeToString(a) !== checker.typeToString(b) || (a.flags & ts.TypeFlags.Any) !== 0)
    differ(context, a, b, at)
}

function differ({ checker, found }: Context, a: ts.Type, b: ts.Type, at: string): void {
  found.push({ at, models: checker.typeToString(a), opinion: checker.typeToString(b) })
}

function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type]
}

// Members are paired off; where one is left on each side, the difference inside it says more than both do.
function compareUnions(context: Context, a: readonly ts.Type[], b: readonly ts.Type[], at: string): void {
  const left = a.filter((one) => !b.some((other) => same(context, one, other)))
  const right = b.filter((other) => !a.some((one) => same(context, one, other)))
  const [one] = left
  const [other] = right
  if (one === undefined && other === undefined) return
  if (right.length > 0 && right.every(isText) && isOpenEnum(context, left)) return
  if (left.length === 1 && right.length === 1 && one !== undefined && other !== undefined)
    compare(context, one, other, at)
  else context.found.push({ at, models: named(context, left), opinion: named(context, right) })
}

function isText(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.String) !== 0
}

// Where its values are also said to be texts, the compiler leaves nothing of it but `string`.
function isOpenEnum({ checker }: Context, types: readonly ts.Type[]): boolean {
  const others = types.filter((type) => !type.isStringLiteral())
  return others.length > 0 && others.every((type) => checker.typeToString(type) === 'string & {}')
}

function named({ checker }: Context, types: readonly ts.Type[]): string {
  return types.length === 0 ? 'nothing more' : types.map((type) => checker.typeToString(type)).join(' | ')
}

function same(context: Context, a: ts.Type, b: ts.Type): boolean {
  const trial: Context = { checker: context.checker, found: [], seen: new Set(context.seen) }
  compare(trial, a, b, '')
  return trial.found.length === 0
}

function compareLists(context: Context, a: ts.Type, b: ts.Type, at: string): void {
  const left = argumentsOf(context.checker, a)
  const right = argumentsOf(context.checker, b)
  if (left.length !== right.length || flagsOf(a).join() !== flagsOf(b).join()) {
    differ(context, a, b, at)
    return
  }
  for (const [index, type] of left.entries()) {
    const other = right[index]
    if (other !== undefined) compare(context, type, other, left.length === 1 ? at : `${at}[${index}]`)
  }
}

function argumentsOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  return isReference(type) ? checker.getTypeArguments(type) : []
}

// Which items of a tuple may be missing, and which one stands for all that follow.
function flagsOf(type: ts.Type): readonly ts.ElementFlags[] {
  return isReference(type) && 'elementFlags' in type.target ? (type.target as ts.TupleType).elementFlags : []
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return 'target' in type
}

// `string & {}` is an intersection but no object: it is compared by its text.
function isPlainObject(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (checker.isArrayType(type) || checker.isTupleType(type)) return false
  if (type.isIntersection()) return type.types.every((part) => isPlainObject(checker, part))
  return (type.flags & ts.TypeFlags.Object) !== 0
}

function compareObjects(context: Context, a: ts.Type, b: ts.Type, at: string): void {
  const { checker, found } = context
  const left = new Map(checker.getPropertiesOfType(a).map((property) => [property.name, property]))
  const right = new Map(checker.getPropertiesOfType(b).map((property) => [property.name, property]))
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const one = left.get(name)
    const other = right.get(name)
    const path = `${at}.${name}`
    if (one === undefined || other === undefined) {
      found.push({
        at: path,
        models: one === undefined ? 'no such member' : 'a member',
        opinion: other === undefined ? 'no such member' : 'a member',
      })
    } else if (isOptional(one) !== isOptional(other)) {
      found.push({ at: path, models: said(one), opinion: said(other) })
    } else {
      compare(context, checker.getTypeOfSymbol(one), checker.getTypeOfSymbol(other), path)
    }
  }
  compareIndexes(context, a, b, at)
}

function isOptional(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.Optional) !== 0
}

function said(symbol: ts.Symbol): string {
  return isOptional(symbol) ? 'optional' : 'required'
}

function compareIndexes(context: Context, a: ts.Type, b: ts.Type, at: string): void {
  const { checker } = context
  const [left, right] = [membersByAnyName(checker, a), membersByAnyName(checker, b)]
  // Beside named members an interface cannot hold the others to a type of their own; unknown is the type that is true of all.
  const isLeftUnsaid = left !== undefined && isUnknown(left)
  const isMixed = isLeftUnsaid && checker.getPropertiesOfType(a).length > 0
  if (isMixed && right !== undefined) return
  if (left === undefined && isOpenByBareRecords(checker, b)) return
  if (left !== undefined && right !== undefined) compare(context, left, right, `${at}[string]`)
  else if (left !== undefined || right !== undefined) {
    context.found.push({
      at,
      models: left === undefined ? 'closed to other members' : 'open',
      opinion: right === undefined ? 'closed to other members' : 'open',
    })
  }
}

/** The type of the members whose names are not said, where a type takes any. */
function membersByAnyName(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  return checker.getIndexInfosOfType(type).find(({ keyType }) => (keyType.flags & ts.TypeFlags.String) !== 0)?.type
}

// A part of which nothing is said but that it is an object: as a type of its own it is open, beside others it says no more.
function isOpenByBareRecords(checker: ts.TypeChecker, type: ts.Type): boolean {
  const isBare = ({ aliasSymbol, aliasTypeArguments: [, value] = [] }: ts.Type): boolean =>
    aliasSymbol?.name === 'Record' && value !== undefined && isUnknown(value)
  return (
    type.isIntersection() && type.types.every((part) => isBare(part) || membersByAnyName(checker, part) === undefined)
  )
}

function isUnknown(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Unknown) !== 0
}

function memberType(checker: ts.TypeChecker, type: ts.Type, name: string): ts.Type | undefined {
  const property = checker.getPropertyOfType(type, name)
  return property === undefined ? undefined : checker.getTypeOfSymbol(property)
}

function exportsOf(program: ts.Program, checker: ts.TypeChecker, file: string): ReadonlyMap<string, ts.Symbol> {
  const source = program.getSourceFile(file)
  const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source)
  const found = symbol === undefined ? [] : checker.getExportsOfModule(symbol)
  return new Map(found.map((one) => [one.name, one]))
}
