import { fuzzSlack } from './slack/fuzz.ts'

/** One of the processes of `main.ts`, with its seed and how many requests it sends. */
const [seed, payloads] = process.argv.slice(2).map(Number)
if (seed === undefined || payloads === undefined) throw new Error('SEED PAYLOADS')
process.send?.(await fuzzSlack({ seed, payloads }))
process.disconnect()
