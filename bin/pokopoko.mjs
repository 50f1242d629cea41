#!/usr/bin/env node
import process from 'node:process'
import { run } from './run.mjs'

// A site may have that name, too: all else works just as well with what serves agents.
run(process.argv.includes('mcp') ? 'mcp' : 'cli')
