import { readFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { describe, expect, it } from 'vitest'
import { withDirectLoopback } from './direct-loopback.ts'
import { prepare } from './prepare.ts'
import { createProgress } from './progress.ts'
import { nodeProblem } from './require-node.mjs'
import { stamped } from './stamped.ts'
import { testEnvironment } from './test-environment.ts'

describe('the Node.js check', () => {
  it.each(['22.18.0', '22.19.1', '24.0.0'])('accepts %s', (version) => {
    expect(nodeProblem(version)).toBeNull()
  })

  it.each(['20.20.2', '22.17.9', '18.0.0'])('says that %s is too old, and what to do', (version) => {
    expect(nodeProblem(version)).toMatch(/needs Node\.js 22\.18 or newer; this is .* install/)
  })
})

describe('a step before the cases', () => {
  const run = async (command: string, args: string[]) => {
    const said: string[] = []
    const code = await prepare({ title: 'build the packages', command, args }, { write: (text) => said.push(text) })
    return { code, said: said.join('') }
  }

  it('says nothing when it succeeds', async () => {
    expect(await run(process.execPath, ['--eval', 'console.log("built")'])).toEqual({ code: 0, said: '' })
  })

  it('shows all that was said when it fails', async () => {
    const failing = 'console.log("out"); console.error("err"); process.exitCode = 3'
    const { code, said } = await run(process.execPath, ['--eval', failing])
    expect(code).toBe(3)
    expect(said).toMatch(/^Could not build the packages\.\n(out\nerr|err\nout)\n$/)
  })

  it('says how to start it where its program is not on the path', async () => {
    const { code, said } = await run('no-such-turbo', [])
    expect(code).not.toBe(0)
    expect(said).toMatch(
      /^Could not build the packages\.\nspawn no-such-turbo E(?:NOENT|ACCES)\nStart it through pnpm, /,
    )
  })
})

describe('the version that core tells services', () => {
  const text = readFileSync(new URL('../../packages/core/src/version.ts', import.meta.url), 'utf8')

  it('is stamped into its file, and nothing else is', () => {
    expect(stamped(text, '12.3.4')).toBe(text.replace(/'\d[^']*'/, "'12.3.4'"))
  })

  it('is refused where the file states none', () => {
    expect(() => stamped('export {}', '1.0.0')).toThrow('states no CORE_VERSION')
  })
})

describe('the environment of what talks to this machine alone', () => {
  it('sends loopback past the proxy it names, and keeps the hosts that were past it', () => {
    const { HTTP_PROXY, NO_PROXY, no_proxy } = withDirectLoopback({
      HTTP_PROXY: 'http://p:1',
      no_proxy: 'a.test,b.test',
    })
    expect(HTTP_PROXY).toBe('http://p:1')
    expect(NO_PROXY).toBe('a.test,b.test,127.0.0.1,localhost,::1')
    expect(no_proxy).toBe(NO_PROXY)
  })
})

describe('the environment of the tests', () => {
  it('says nothing of colours, and of git neither where it works nor how somebody here likes it', () => {
    const hook = { FORCE_COLOR: '1', GIT_DIR: '/here/.git', GIT_INDEX_FILE: '/here/.git/index', PATH: '/bin' }
    const { NO_PROXY, no_proxy, ...rest } = testEnvironment(hook)
    expect(rest).toEqual({ PATH: '/bin', GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' })
    expect(NO_PROXY).toBe(no_proxy)
  })

  it('names no environment of the service and no key, so that a sandbox starts where somebody has set one', () => {
    const trader = { TM_ENV: 'production', TM_KEY_FILE: '/key.json', TRUEX_KEY_SECRET: 's', CONFORMANCE_TOUCH: 'trade' }
    const { TMPDIR, ...rest } = testEnvironment({ ...trader, TMPDIR: '/t' })
    expect(TMPDIR).toBe('/t')
    expect(Object.keys(rest).filter((name) => name in trader)).toEqual([])
  })

  it('is the one of this test', () => {
    expect(process.env['GIT_CONFIG_GLOBAL']).toBe(devNull)
  })
})

describe('the progress display', () => {
  const written = (isTTY: boolean, milliseconds: number) => {
    const texts: string[] = []
    createProgress({ isTTY, write: (text) => texts.push(text) }).begin('build')(true, milliseconds)
    return texts
  }

  it('writes nothing when the output is not a terminal', () => {
    expect(written(false, 9_000)).toEqual([])
  })

  it('leaves one line for a long step and none for a cached one', () => {
    expect(written(true, 9_000).at(-1)).toBe('✓ build · 9.0 s\n')
    expect(written(true, 300).at(-1)).toBe('\r\u001b[2K')
  })
})
