/** A path template such as `/orders/{id}`, ready to be held against paths. */
export interface RoutePattern {
  /** How many parts of it are parameters. Where several patterns fit, the one with the fewest is meant. */
  readonly parameters: number
  /** The values of its parameters by name; `undefined` for a path of another form. */
  match(path: string): Record<string, string> | undefined
}

export function routePattern(template: string): RoutePattern {
  const names: string[] = []
  const source = template
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
      names.push(part.slice(1, -1))
      return '([^/]+)'
    })
    .join('')
  const pattern = new RegExp(`^${source}$`)
  return {
    parameters: names.length,
    match: (path) => {
      const values = pattern.exec(path)
      if (values === null) return undefined
      return Object.fromEntries(names.map((name, index) => [name, safeDecode(values[index + 1] ?? '')]))
    },
  }
}

/** A literal path wins over a template: `/orders/active` is not the order called "active". */
export function byParameters(left: { readonly route: RoutePattern }, right: { readonly route: RoutePattern }): number {
  return left.route.parameters - right.route.parameters
}

/** A percent sign that begins no escape is kept as it is: it names nothing, and must not throw. */
function safeDecode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
