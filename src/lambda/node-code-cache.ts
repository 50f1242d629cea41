import { setFlagsFromString } from 'node:v8'

// Lambda starts Node with `--expose-gc`. V8 takes no code cache that was made with other flags, so Node would compile all modules of its own
// instead of taking them from the cache in its program. Imported first: what is loaded before is compiled. `gc` stays where it already is.
setFlagsFromString('--no-expose-gc')
