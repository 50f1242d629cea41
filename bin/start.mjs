import { run } from './run.mjs'

run('local')
