// A fresh process up to its first signed answer: node first-answer.cjs HANDLER EVENT text|nothing. Prints what `process.cpuUsage` says then.
const { handler } = require(process.argv[2])

handler(JSON.parse(process.argv[3]), {}).then(({ statusCode, body }) => {
  if (statusCode !== 200 || (body === '') !== (process.argv[4] === 'nothing'))
    throw new Error(`Answered ${statusCode} ${body}`)
  process.stdout.write(JSON.stringify(process.cpuUsage()), () => process.exit(0))
})
