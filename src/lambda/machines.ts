import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as z from 'zod'
import { ec2Client, s3Client, ssmClient } from '../aws/clients.ts'
import { createMachineReader, type MachineReader } from '../aws/ec2/machine-reader.ts'
import { createEc2Instances } from '../aws/instances.ts'
import type { functionSettings } from '../aws/settings.ts'
import { createSsmShell } from '../aws/shell.ts'
import type { Clock, Ports } from '../control/ports.ts'

type MachineSettings = Pick<
  z.output<ReturnType<typeof functionSettings.bake>>,
  | 'name'
  | 'launchTemplateId'
  | 'launchTemplateVersion'
  | 'diskGib'
  | 'volumeKey'
  | 'ssmAgent'
  | 'subnetIds'
  | 'sizes'
  | 'bucketName'
  | 'documentName'
  | 'volumeInitializationRate'
>

/**
 * Machines and their jobs.
 * @param phoneHomeUrl where the machine of that site says that it has booted
 * @param turn when a launch may be asked for
 */
export function createMachines(
  settings: MachineSettings,
  {
    clock,
    phoneHomeUrl,
    turn,
  }: { clock: Clock; phoneHomeUrl?: ((siteName: string) => string) | undefined; turn?: () => Promise<void> },
): Pick<Ports, 'instances' | 'shell'> & { machines: MachineReader } {
  const tagged = { ec2: ec2Client(), stack: settings.name, clock }
  const machines = createMachineReader(tagged)
  return {
    machines,
    instances: createEc2Instances({
      ...tagged,
      machines,
      launchTemplateId: settings.launchTemplateId,
      launchTemplateVersion: settings.launchTemplateVersion,
      diskGib: settings.diskGib,
      initializationRate: settings.volumeInitializationRate,
      volumeKey: settings.volumeKey,
      ssmAgent: settings.ssmAgent,
      subnetIds: settings.subnetIds,
      fallbackSizes: Object.fromEntries(settings.sizes.map(({ type, instead }) => [type, instead])),
      phoneHomeUrl,
      turn,
    }),
    shell: createSsmShell({
      ssm: ssmClient(),
      s3: s3Client(),
      clock,
      bucket: settings.bucketName,
      documentName: settings.documentName,
      instanceBundle,
    }),
  }
}

/** `npm run build` puts it beside the function. */
function instanceBundle(): Promise<Uint8Array> {
  return readFile(join(import.meta.dirname, 'instance.tar.gz'))
}
