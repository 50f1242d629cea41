import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm'
import type { Catalogue } from '../../site/requests/create.ts'

export type Architecture = 'x86_64' | 'arm64'

/**
 * What the set-up is made for, as its makers publish it in every region:
 * https://documentation.ubuntu.com/aws/en/latest/aws-how-to/instances/find-ubuntu-images/ and
 * https://wiki.debian.org/Cloud/AmazonEC2Image. At most ten can be asked for at once.
 */
const offered: { label: string; parameter(architecture: string): string }[] = [
  {
    label: 'Ubuntu 24.04',
    parameter: (arch) => `/aws/service/canonical/ubuntu/server/24.04/stable/current/${arch}/hvm/ebs-gp3/ami-id`,
  },
  {
    label: 'Ubuntu 22.04',
    parameter: (arch) => `/aws/service/canonical/ubuntu/server/22.04/stable/current/${arch}/hvm/ebs-gp2/ami-id`,
  },
  { label: 'Debian 13', parameter: (arch) => `/aws/service/debian/release/13/latest/${arch}` },
  { label: 'Debian 12', parameter: (arch) => `/aws/service/debian/release/12/latest/${arch}` },
]

/** Plain images of distributions; one that is not published in this region is left out. */
export async function publicImages(ssm: SSMClient, architecture: Architecture): Promise<Catalogue['images']> {
  const named = offered.map(({ label, parameter }) => ({
    label,
    name: parameter(architecture === 'x86_64' ? 'amd64' : 'arm64'),
  }))
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names: named.map(({ name }) => name) }))
  return named.flatMap(({ label, name }) => {
    const id = Parameters.find(({ Name }) => Name === name)?.Value
    return id === undefined ? [] : [{ id, label }]
  })
}
