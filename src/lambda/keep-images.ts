import { dynamoDbClient, ec2Client, ssmClient } from '../aws/clients.ts'
import { listImages } from '../aws/image-catalogue.ts'
import { saveOfferedImages } from '../aws/offered-images.ts'
import type { Clock } from '../control/ports.ts'

interface KeepImagesDeps {
  /** Its table has the same name. */
  stack: string
  architecture: 'x86_64' | 'arm64'
  clock: Clock
}

/** Saves which images people can choose from, as they are now. */
export function keepImages({ stack, architecture, clock }: KeepImagesDeps): () => Promise<void> {
  return async () => {
    const images = await listImages({ ec2: ec2Client(), ssm: ssmClient(), stack, architecture })
    await saveOfferedImages({ client: dynamoDbClient(), tableName: stack }, images, clock.now())
  }
}
