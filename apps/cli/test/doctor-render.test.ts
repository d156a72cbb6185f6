import { describe, expect, it } from 'vitest'
import { findings } from '../src/doctor/finding.ts'
import { renderFindings } from '../src/doctor/render.ts'
import { plain } from '../src/style.ts'

describe('findings shown to people', () => {
  const clock = findings('clock')
  const credentials = findings('credentials')

  it('stand under their topics, each with what to do', () => {
    const found = [credentials.missing('TRUEX_*', 'not set', 'Set them.'), clock.good('host', 'agrees')]
    expect(renderFindings('uat', found, plain)).toBe(
      [
        'truemarkets doctor: uat',
        '',
        'credentials',
        '  – TRUEX_*  not set',
        '             → Set them.',
        '',
        'clock',
        '  ✓ host     agrees',
        '',
        'Nothing is wrong, 1 not looked at.',
        '',
      ].join('\n'),
    )
  })

  it('pass no control sequence of a server on to the terminal', () => {
    const text = renderFindings('uat', [clock.notice('host', 'says \u001b[2J', 'Look at \u009b2J')], plain)
    expect(text).toContain('says �[2J')
    expect(text).toContain('Look at �2J')
  })

  for (const [problems, notices, summary] of [
    [0, 0, 'Nothing is wrong.'],
    [1, 0, 'One problem.'],
    [2, 1, '2 problems, 1 to look at.'],
  ] as const) {
    it(`are summed up as "${summary}"`, () => {
      const found = [
        ...Array.from({ length: problems }, () => clock.problem('a', 'b', 'c')),
        ...Array.from({ length: notices }, () => clock.notice('a', 'b', 'c')),
      ]
      expect(renderFindings('uat', found, plain).trimEnd().split('\n').at(-1)).toBe(summary)
    })
  }
})
