#!/usr/bin/env bash
# moto 5.2.5: RunInstances with the ClientToken of an earlier call launches a second instance.
#
# Expected: the token makes a repeated call harmless ("Ensuring idempotency", EC2 API reference): the same instance comes back, and
# IdempotentParameterMismatch where other parameters come with the token.
# Seen: moto takes the parameter and ignores it. A test of "never two machines" that runs on moto fails where the code is right, and
# a code that sends a new token with each attempt passes a test of one call. The same for the other parameters.
#
# Output when written (2026-11-29, Python 3.11): same token, same parameters: 2 instances; other parameters: 3 instances
#
# Exits with 0 while that is so. Needs python3 with venv, and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2]==5.2.5'

cat >run.py <<'PY'
import os, sys
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="eu-central-1")
import boto3
from moto import mock_aws

with mock_aws():
    ec2 = boto3.client("ec2")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    seen = set()
    counts = []
    for size in ("t3.small", "t3.small", "t3.medium"):
        launched = ec2.run_instances(ImageId=image, InstanceType=size, MinCount=1, MaxCount=1, ClientToken="plum-1")
        seen.add(launched["Instances"][0]["InstanceId"])
        counts.append(len(seen))
    print(f"same token, same parameters: {counts[1]} instances; other parameters: {counts[2]} instances")
    sys.exit(0 if counts == [1, 2, 3] else 1)
PY
venv/bin/python run.py
