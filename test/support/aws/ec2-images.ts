import assert from 'node:assert/strict'
import type {
  CreateImageRequest,
  CreateTagsRequest,
  DeleteSnapshotRequest,
  DeregisterImageRequest,
  DescribeImagesRequest,
  DescribeSnapshotsRequest,
  Image,
  Tag,
} from '@aws-sdk/client-ec2'
import { checkId, type Ec2State, type Ec2Image, matches, settle } from './ec2-state.ts'
import { AwsError, newId, pageOf } from './fake-service.ts'

/** Images, their snapshots, and tags on these. */
export function imageHandlers(estate: Ec2State) {
  const settled =
    <I, O>(answer: (input: I) => O) =>
    (input: I) => {
      settle(estate)
      return answer(input)
    }
  return {
    DescribeImages: settled((input: DescribeImagesRequest) => describe(estate, input)),
    CreateImage: settled((input: CreateImageRequest) => create(estate, input)),
    DeregisterImage: settled((input: DeregisterImageRequest) => deregister(estate, input)),
    DescribeSnapshots: (input: DescribeSnapshotsRequest) => describeSnapshots(estate, input),
    DeleteSnapshot: (input: DeleteSnapshotRequest) => deleteSnapshot(estate, input),
    CreateTags: (input: CreateTagsRequest) => tagSnapshots(estate, input),
  }
}

function describe(estate: Ec2State, input: DescribeImagesRequest) {
  const { ImageIds, Filters, Owners, ExecutableUsers, NextToken } = input
  for (const id of ImageIds ?? []) imageOf(estate, id)
  const found = [...estate.images.values()].filter((image) => {
    const { id, tags, name, architecture, state, shared = false } = image
    if (Owners?.includes('self') === true && shared) return false
    if (ExecutableUsers?.includes('self') === true && !shared) return false
    const fields = { 'image-id': id, name, architecture, state }
    return (ImageIds ?? [id]).includes(id) && matches(Filters, tags, fields)
  })
  const { page, next } = pageOf(found, NextToken)
  return { Images: page.map(shown), NextToken: next }
}

function imageOf(estate: Ec2State, id: string): Ec2Image {
  checkId('ami', id, 'InvalidAMIID.Malformed')
  const image = estate.images.get(id)
  if (image === undefined) throw new AwsError('InvalidAMIID.NotFound')
  return image
}

function shown({ id, name, state, tags, architecture, createdAt, root, gib, volumes, snapshots }: Ec2Image): Image {
  const devices = [{ device: root, gib }, ...volumes]
  return {
    ImageId: id,
    Name: name,
    State: state,
    Tags: tags,
    Architecture: architecture === 'arm64' ? 'arm64' : 'x86_64',
    CreationDate: createdAt,
    RootDeviceName: root,
    // While an image is being made it does not say of what.
    BlockDeviceMappings:
      state === 'pending'
        ? []
        : devices.map(({ device, gib }, index) => ({
            DeviceName: device,
            Ebs: { VolumeSize: gib, ...(snapshots[index] !== undefined && { SnapshotId: snapshots[index] }) },
          })),
  }
}

function create(estate: Ec2State, { InstanceId = '', Name = '', TagSpecifications = [] }: CreateImageRequest) {
  checkId('i', InstanceId, 'InvalidInstanceID.Malformed')
  if (!/^[A-Za-z0-9()[\] ./'@_-]{3,128}$/.test(Name)) throw new AwsError('InvalidAMIName.Malformed')
  const instance = estate.instances.get(InstanceId)
  if (instance === undefined) throw new AwsError('InvalidInstanceID.NotFound')
  if (instance.state !== 'running' && instance.state !== 'stopped') throw new AwsError('IncorrectState')
  if ([...estate.images.values()].some(({ name }) => name === Name)) throw new AwsError('InvalidAMIName.Duplicate')
  const tagsFor = (kind: string): Tag[] =>
    TagSpecifications.filter(({ ResourceType }) => ResourceType === kind).flatMap(({ Tags }) => Tags ?? [])
  const snapshots = instance.volumes.map(() => ({ id: newId('snap'), tags: tagsFor('snapshot') }))
  const [root = assert.fail('no root volume'), ...volumes] = instance.volumes
  const now = estate.clock.now()
  const image: Ec2Image = {
    id: newId('ami'),
    name: Name,
    tags: tagsFor('image'),
    state: 'pending',
    since: now,
    architecture: 'x86_64',
    createdAt: new Date(now).toISOString(),
    root: root.device,
    gib: root.gib,
    volumes: volumes.map(({ device, gib }) => ({ device, gib })),
    snapshots: snapshots.map(({ id }) => id),
    instance: InstanceId,
  }
  for (const snapshot of snapshots) estate.snapshots.set(snapshot.id, snapshot)
  estate.images.set(image.id, image)
  return { ImageId: image.id }
}

function deregister(estate: Ec2State, { ImageId = '' }: DeregisterImageRequest) {
  estate.images.delete(imageOf(estate, ImageId).id)
  return {}
}

function describeSnapshots({ snapshots }: Ec2State, { OwnerIds, Filters, NextToken }: DescribeSnapshotsRequest) {
  if (OwnerIds?.includes('self') !== true) throw new AwsError('InvalidParameterValue', 'the whole world')
  const found = [...snapshots.values()].filter(({ tags }) => matches(Filters, tags, {}))
  const { page, next } = pageOf(found, NextToken)
  return { Snapshots: page.map(({ id, tags }) => ({ SnapshotId: id, Tags: tags })), NextToken: next }
}

function deleteSnapshot({ snapshots, images }: Ec2State, { SnapshotId = '' }: DeleteSnapshotRequest) {
  if (!snapshots.has(SnapshotId)) throw new AwsError('InvalidSnapshot.NotFound')
  if ([...images.values()].some((image) => image.snapshots.includes(SnapshotId))) {
    throw new AwsError('InvalidSnapshot.InUse')
  }
  snapshots.delete(SnapshotId)
  return {}
}

function tagSnapshots({ snapshots }: Ec2State, { Resources = [], Tags = [] }: CreateTagsRequest) {
  for (const id of Resources) {
    const snapshot = snapshots.get(id)
    if (snapshot === undefined) throw new AwsError('InvalidSnapshot.NotFound')
    const others = snapshot.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key))
    snapshot.tags = [...others, ...Tags]
  }
  return {}
}
