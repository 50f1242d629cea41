// A function's process, as Lambda starts it: node run-function.cjs FUNCTION, with a list of events on stdin. Prints what it
// answered to each, or how it failed, as a list.
const { readFileSync, writeSync } = require('node:fs')
const { handler } = require(process.argv[2])

async function main() {
  // Lambda's client asks for an event now. What a start has rejected unseen ends the process, as it does there.
  await new Promise(setImmediate)
  const outcomes = []
  for (const [index, event] of JSON.parse(readFileSync(0, 'utf8')).entries()) {
    try {
      outcomes.push({ answer: (await handler(event, { awsRequestId: `request-${index}` })) ?? null })
    } catch (error) {
      outcomes.push({ error: error.stack })
    }
  }
  writeSync(3, JSON.stringify(outcomes))
  process.exit(0)
}
main()
