// A fresh process up to a loaded function: node load.cjs FUNCTION. Prints what `process.cpuUsage` says then.
const { handler } = require(process.argv[2])

if (typeof handler !== 'function') throw new Error('No handler')
process.stdout.write(JSON.stringify(process.cpuUsage()), () => process.exit(0))
