// Before commands whose users want to see the command and not the build: in a fresh clone there is nothing to import yet.
import { build, prepare } from './prepare.ts'

process.exitCode = await prepare(build)
