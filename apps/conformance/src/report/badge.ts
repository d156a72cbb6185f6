import { type ExitCode, exitCode } from '../exit-code.ts'

const colours: Record<ExitCode, string> = { 0: '#17795e', 1: '#b3261e', 2: '#5d6678', 3: '#5d6678', 4: '#9a6700' }

/** A badge as an SVG of its own, in the usual shape. */
export function badge(passed: number, total: number, code: ExitCode): string {
  const text = code === exitCode.drift ? `${passed}/${total}, drift` : `${passed}/${total}`
  const width = 92 + 8 * text.length
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="conformance: ${text}">
<rect width="${width}" height="20" rx="3" fill="#3b4252"/><path d="M84 0h${width - 87}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H84z" fill="${colours[code]}"/>
<g fill="#fff" font-family="system-ui,sans-serif" font-size="11"><text x="8" y="14">conformance</text><text x="92" y="14">${text}</text></g>
</svg>
`
}
