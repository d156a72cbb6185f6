/** What the tools need: the first Node.js that runs TypeScript files without a flag. */
const needed = [22, 18] as const

/** A sentence when this Node.js is too old, null when it will do. */
export function nodeProblem(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isEnough = major > needed[0] || (major === needed[0] && minor >= needed[1])
  return isEnough
    ? null
    : `This needs Node.js ${needed.join('.')} or newer; this is ${version}. On Linux, \`npx pnpm@12.21.0 install\` brings a newer one for the workspace.`
}
