/** The runtime that this process is, as `--runtime` and the reports name it: Bun and Deno also claim to be Node.js. */
export function runtimeHere(): string {
  const { bun, deno, node } = process.versions
  if (bun !== undefined) return 'bun'
  return deno === undefined ? `node${node.split('.')[0]}` : 'deno'
}
