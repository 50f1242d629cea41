// A fresh process up to a loaded function: node load.cjs FUNCTION.
const { handler } = require(process.argv[2])

if (typeof handler !== 'function') throw new Error('No handler')
process.stdout.write('loaded', () => process.exit(0))
