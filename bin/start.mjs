import { run } from './run.mjs'

await run('src/local/main.ts')
