// In Lambda's Node: node make.cjs INDEX EVENT… loads that function, has it answer the events, so that what they need is compiled, and writes
// the code cache of its `function.js`. Prints its path.
const { writeFileSync, readFileSync } = require('node:fs')
const { join, dirname } = require('node:path')
const vm = require('node:vm')

let script
const { Script } = vm
vm.Script = class extends Script {
  constructor(...args) {
    super(...args)
    script = this
  }
}
const { handler, codeCacheOf } = require(process.argv[2])

async function main() {
  for (const event of process.argv.slice(3)) {
    const { statusCode, body } = await handler(JSON.parse(event), {})
    if (statusCode !== 200) throw new Error(`Answered ${statusCode} ${body}`)
  }
  const file = join(dirname(process.argv[2]), 'function.js')
  const path = codeCacheOf(file, readFileSync(file))
  writeFileSync(path, script.createCachedData())
  process.stdout.write(path, () => process.exit(0))
}
main()
