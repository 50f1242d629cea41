import { run } from './run.mjs'

run('src/local/main.ts')
