import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { listContainers, ownerOf } from '../../../src/local/containers/containers.ts'
import { type Engine, findEngine, mustRun } from '../../../src/local/containers/engine.ts'
import { createImages } from '../../../src/local/containers/images.ts'

/** The machines and images of a process that is dead. */
export interface MachinesLeft {
  kind: 'embedded' | 'containers'
  machines(): Promise<{ id: string; siteId: string; state: string }[]>
  images(): Promise<{ id: string; siteId: string }[]>
  /** Puts that on the disk of a machine, as somebody does who works there. */
  leave(machineId: string, text: string): Promise<void>
  /** What was left on the disk of a machine, or is in an image. */
  leftOn(disk: { machine: string } | { image: string }): Promise<string>
}

/** Those that the suite is run with: MACHINES, CONTAINER_ENGINE. */
export async function findMachinesLeft(dataDirectory: string): Promise<MachinesLeft> {
  if (process.env['MACHINES'] !== 'containers') return embeddedLeft(join(dataDirectory, 'machines'))
  const found = await findEngine(process.env['CONTAINER_ENGINE'])
  assert.ok(found, 'no container engine answers')
  return containersLeft(found.engine, ownerOf(join(dataDirectory, 'containers')))
}

const machineSchema = z.object({ id: z.string(), site: z.object({ id: z.string() }), state: z.string() })
const imageSchema = z.object({ id: z.string(), siteId: z.string() })

function embeddedLeft(directory: string): MachinesLeft {
  const [machines, images] = [join(directory, 'machines'), join(directory, 'images')]
  const readEach = async <T>(path: string, file: string, schema: z.ZodType<T>) => {
    const read = async (entry: string) => schema.parse(JSON.parse(await readFile(join(path, entry, file), 'utf8')))
    return Promise.all((await readdir(path)).map(read))
  }
  const fileOn = (path: string) => join(path, 'disk', 'left-behind.txt')
  return {
    kind: 'embedded',
    machines: async () =>
      (await readEach(machines, 'machine.json', machineSchema)).map(({ site, ...rest }) => ({
        ...rest,
        siteId: site.id,
      })),
    images: () => readEach(images, 'image.json', imageSchema),
    leave: (id, text) => writeFile(fileOn(join(machines, id)), text),
    leftOn: (disk) => {
      const path = 'machine' in disk ? join(machines, disk.machine) : join(images, disk.image)
      return readFile(fileOn(path), 'utf8')
    },
  }
}

const FILE_THERE = '/srv/left-behind.txt'

function containersLeft(engine: Engine, owner: string): MachinesLeft {
  const images = createImages({
    engine,
    owner,
    newMachines: {},
    onChange: () => {},
    report: (error) => assert.fail(String(error)),
  })
  return {
    kind: 'containers',
    machines: () => listContainers(engine, owner),
    images: images.list,
    leave: async (id, text) => {
      await mustRun(engine, ['exec', '--interactive', id, 'sh', '-c', `cat > ${FILE_THERE}`], { stdin: text })
    },
    leftOn: async (disk) => {
      if ('machine' in disk) return copied(engine, disk.machine)
      const image = await images.nameOf(disk.image)
      return mustRun(engine, ['run', '--rm', '--network', 'none', '--entrypoint', 'cat', image, FILE_THERE])
    },
  }
}

/** By a copy, since a machine that is stopped runs nothing. */
async function copied(engine: Engine, id: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'pokopoko-left-'))
  try {
    const path = join(directory, 'left-behind.txt')
    await mustRun(engine, ['cp', `${id}:${FILE_THERE}`, path])
    return await readFile(path, 'utf8')
  } finally {
    await rm(directory, { recursive: true })
  }
}
