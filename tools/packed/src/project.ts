import { execFile } from 'node:child_process'
import { mkdir, readdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Published } from './packages.ts'

const run = promisify(execFile)

/** A packed package: its tarball, and where it lies unpacked in a project of its own. */
export type Packed = Published & { readonly tarball: string; readonly installed: string }

/**
 * Packs the packages as they are published and unpacks them into the `node_modules` of a folder outside of the workspace, as
 * an installation would. What each depends on besides is linked from the workspace, so that nothing is fetched, and out of
 * the reach of all others, as pnpm installs it.
 */
export function install(packages: readonly Published[], project: string): Promise<Packed[]> {
  return Promise.all(packages.map((published) => installOne(published, project)))
}

async function installOne(published: Published, project: string): Promise<Packed> {
  const { folder, manifest } = published
  const destination = join(project, 'tarballs', manifest.name)
  const installed = join(project, 'node_modules', manifest.name)
  await mkdir(destination, { recursive: true })
  await mkdir(installed, { recursive: true })
  await run('pnpm', ['pack', '--pack-destination', destination], { cwd: folder })
  const [tarball = 'no tarball'] = await readdir(destination)
  await run('tar', ['-xzf', join(destination, tarball), '-C', installed, '--strip-components=1'])
  for (const name of Object.keys(manifest.dependencies ?? {})) await link(name, folder, installed)
  return { ...published, tarball: join(destination, tarball), installed }
}

async function link(name: string, folder: string, installed: string): Promise<void> {
  if (name.startsWith('@truemarkets/')) return
  const place = join(installed, 'node_modules', name)
  await mkdir(dirname(place), { recursive: true })
  await symlink(join(folder, 'node_modules', name), place)
}
