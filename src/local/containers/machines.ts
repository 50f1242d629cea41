import { mkdir, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { close } from '../listen.ts'
import { join, resolve } from 'node:path'
import { findContainer, ownerOf } from './containers.ts'
import { AGENCY_IMAGE, CONTAINER_IMAGE, createImages } from './images.ts'
import { bakeImage, buildMachineImage } from './build.ts'
import type { Engine } from './engine.ts'
import { createInstances } from './instances.ts'
import { openOfferedImages } from '../offered-images.ts'
import { createShell } from './shell.ts'
import pMemoize from 'p-memoize'

export interface ContainerMachinesOptions {
  engine: Engine
  /** For our own files; the engine stores the machines. */
  directory: string
  /** Serves repositories and takes reports: the only part of this computer that machines can reach. */
  serveMachines: RequestListener
  /** Name of the image to build on; the Containerfile's default without it. */
  base?: string | undefined
  /** Gets each line of the output of an image's build, which can take minutes. */
  onProgress(line: string): void
  /** A machine changed: it started, stopped, is gone, finished a job, or its image is ready. */
  onChange(siteName: string): void
  /** Gets errors in the background, without secrets. */
  report(error: unknown): void
}

/** Where `instance/container/code-host.conf` listens on each machine. */
const HOST_THERE = 'http://127.0.0.1:3999'

/**
 * Machines in containers of podman or docker: Linux machines with SSH, processes and the same set-up as in the cloud. Rejects with
 * a line for people when the image can't be built.
 */
export async function createContainerMachines(options: ContainerMachinesOptions) {
  const { engine, onChange, report } = options
  const owner = ownerOf(options.directory)
  const paths = { spent: join(options.directory, 'spent'), host: join(options.directory, 'host') }
  for (const path of Object.values(paths)) await mkdir(path, { recursive: true })
  const plain = await buildMachineImage(engine, options)
  const buildAgency = pMemoize(async () =>
    buildMachineImage(engine, { ...options, base: await bakeImage(engine, AGENCY_IMAGE, options) }),
  )
  // The name is in the images of containers, of earlier versions too.
  const closeSocket = await serveOnSocket(join(paths.host, 'code-host.sock'), options.serveMachines)
  const newMachines = { [CONTAINER_IMAGE]: async () => plain, [AGENCY_IMAGE]: buildAgency }
  const images = createImages({ engine, owner, newMachines, onChange, report })
  await images.removeLeftOvers()
  const offered = await openOfferedImages(options.directory)
  const instances = createInstances({
    engine,
    owner,
    images,
    offered,
    onChange,
    spent: paths.spent,
    hostDirectory: resolve(paths.host),
  })
  const shell = createShell({
    engine,
    find: (id) => findContainer(engine, id),
    reach: (url) => `${HOST_THERE}${new URL(url).pathname}`,
    onEnd: onChange,
  })
  return {
    instances,
    shell,
    /** What was baked on this computer, for the form. */
    offered: async () => offered.choices(await images.list()),
    /** Stops all machines; reconciling their sites starts them again. */
    close: async () => {
      await images.close()
      const { machines } = await instances.list()
      const running = machines.filter(({ state }) => state === 'running')
      await Promise.all(running.map(({ id }) => engine(['stop', '--time', '5', id])))
      await closeSocket()
    },
  }
}

/** Returns a function that closes it. */
async function serveOnSocket(path: string, serve: RequestListener): Promise<() => Promise<void>> {
  await rm(path, { force: true })
  const server = createServer(serve)
  // Machines run as other users; everybody on this computer may clone what is served.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ path, writableAll: true, readableAll: true }, resolve)
  })
  return () => close(server)
}
