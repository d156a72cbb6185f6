// Loaded or run before every command. Plain JavaScript, because a Node.js too old for the tools cannot read TypeScript.

/** What the tools need: the first Node.js that runs TypeScript files without a flag. */
const needed = { major: 22, minor: 18 }

/**
 * A sentence when this Node.js is too old, null when it will do.
 * @param {string} version
 * @returns {string | null}
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isEnough = major > needed.major || (major === needed.major && minor >= needed.minor)
  return isEnough
    ? null
    : `This needs Node.js ${needed.major}.${needed.minor} or newer; this is ${version}. On Linux with glibc, \`npx pnpm@12.21.0 install\` brings a newer one for the workspace.`
}

const problem = nodeProblem(process.versions.node)
if (problem !== null) {
  process.stderr.write(`${problem}\n`)
  process.exit(2)
}
