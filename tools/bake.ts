import { bakeImage, buildMachineImage } from '../src/local/containers/build.ts'
import { findEngine } from '../src/local/containers/engine.ts'
import { AGENCY_IMAGE } from '../src/local/containers/images.ts'
import { readLocalOptions } from '../src/local/options.ts'
import { readArguments } from './arguments.ts'

/** `npm run bake`: builds the images of container machines ahead, as `npm start` with the same settings does at their first use. */
readArguments('npm run bake -- [--container-engine=ENGINE] [--machine-base=IMAGE]', {
  'container-engine': { type: 'string' },
  'machine-base': { type: 'string' },
})
try {
  const { containerEngine, machineBase: base } = readLocalOptions(process.argv.slice(2), process.env)
  const found = await findEngine(containerEngine)
  if (found === undefined) throw new Error('No container engine answers. Start podman or docker.')
  const onProgress = (line: string) => console.log(line)
  const agency = await bakeImage(found.engine, AGENCY_IMAGE, { base, onProgress })
  for (const each of [base, agency]) console.log(await buildMachineImage(found.engine, { base: each, onProgress }))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
