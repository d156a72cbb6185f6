// For shell scripts: ends with 0 where a browser is found, else with 1.
import { findChromium } from './find-chromium.ts'

process.exitCode = findChromium() === undefined ? 1 : 0
