import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const name = '@octokit/openapi'
const version = '23.0.2'
const sha512 = 'pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg=='
const member = 'package/generated/api.github.com.json'

/**
 * Path of GitHub's description, 13 MB of OpenAPI. It is taken once from a package of the registry and kept: that package
 * unpacks to 400 MB, too much for everybody who installs this workspace.
 *
 * @throws Error where the registry cannot be reached, or gives another file than the pinned one.
 */
export function githubDescription(cache: string): string {
  const kept = join(cache, `github-${version}.json`)
  if (existsSync(kept)) return kept
  mkdirSync(dirname(kept), { recursive: true })
  const folder = mkdtempSync(join(cache, 'fetch-'))
  try {
    execFileSync('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: folder, stdio: 'pipe', timeout: 120_000 })
    const [packed] = readdirSync(folder)
    if (packed === undefined) throw new Error(`npm packed nothing for ${name}@${version}.`)
    const found = createHash('sha512')
      .update(readFileSync(join(folder, packed)))
      .digest('base64')
    if (found !== sha512) throw new Error(`${name}@${version} is not the file this bench pins: sha512 ${found}.`)
    execFileSync('tar', ['-xzf', packed, member], { cwd: folder })
    renameSync(join(folder, member), kept)
    return kept
  } finally {
    rmSync(folder, { recursive: true })
  }
}
