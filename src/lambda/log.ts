import { reportTo } from '../report.ts'

/** Lambda keeps what is written here: one line of JSON for each thing that is told. */
export const report = reportTo(process.stdout)

export function log(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
