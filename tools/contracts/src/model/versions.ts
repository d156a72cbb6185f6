import { isObject, type JsonObject, mapObjects, textAt } from '../json.ts'
import { lookUp, schemaName } from '../load/references.ts'
import { ContractProblem } from '../problem.ts'

/** Beside a schema that knows several body shapes: schema version → reference to the shape it sends. */
export const VERSION_SCHEMAS = 'x-truex-version-schemas'

/**
 * The document of one schema version: every schema that lists shapes per version is replaced by the shape of this one.
 *
 * @throws ContractProblem where a schema lists shapes but none for this version.
 */
export function selectVersion(document: JsonObject, version: string): JsonObject {
  const select = (object: JsonObject): JsonObject => {
    const shapes = object[VERSION_SCHEMAS]
    if (!isObject(shapes)) return object
    const ref = textAt(shapes, version)
    if (ref === undefined)
      throw new ContractProblem(
        `A schema lists shapes for ${Object.keys(shapes).join(', ')}, but none for ${version}; where the publisher ended it, describe another version: schemaVersion in tools/contracts/src/projects.ts, and the clients that lift to it.`,
      )
    const description = object['description'] === undefined ? {} : { description: object['description'] }
    if (schemaName(ref) !== undefined) return { ...description, $ref: ref }
    const shape = lookUp(document, ref)
    if (!isObject(shape)) throw new ContractProblem(`${VERSION_SCHEMAS} refers to ${ref}, which is not there.`)
    return { ...description, ...mapObjects(shape, select) }
  }
  return mapObjects(document, select)
}
