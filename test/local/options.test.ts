import assert from 'node:assert/strict'
import { ConfigError } from '../../src/config.ts'
import { readLocalOptions } from '../../src/local/options.ts'

describe('options of npm start', () => {
  it('has defaults for all', () => {
    const { port, sitesPort, dataDirectory, fresh, machines } = readLocalOptions([], {})
    assert.deepEqual(
      { port, sitesPort, dataDirectory, fresh, machines },
      { port: 3000, sitesPort: 8080, dataDirectory: '.local', fresh: false, machines: 'auto' },
    )
  })

  it('takes flags before the environment', () => {
    const env = { PORT: '4000', SITES_PORT: '4001', DATA_DIR: 'there', MACHINES: 'containers' }
    const flags = ['--port', '5000', '--data-dir', 'here', '--machines', 'embedded', '--fresh']
    const { port, sitesPort, dataDirectory, fresh, machines } = readLocalOptions(flags, env)
    assert.deepEqual([port, sitesPort, dataDirectory, fresh, machines], [5000, 4001, 'here', true, 'embedded'])
  })

  it('refuses what it does not know, and says what', () => {
    const isAbout = (what: RegExp) => (error: unknown) => error instanceof ConfigError && what.test(error.message)
    assert.throws(() => readLocalOptions(['--prot', '1'], {}), isAbout(/--prot/))
    assert.throws(() => readLocalOptions(['3000'], {}), isAbout(/3000/))
    assert.throws(() => readLocalOptions([], { PORT: '70000', MACHINES: 'vans' }), isAbout(/PORT[^]*MACHINES/))
  })
})
