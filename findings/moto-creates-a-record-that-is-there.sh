#!/usr/bin/env bash
# moto 5.2.5: Route 53's CREATE of a record that is there makes a second one of the same name and type.
#
# Expected: CREATE fails with InvalidChangeBatch where there's a record set of that name and type (UPSERT replaces it), so CREATE can be a lock:
# whoever makes the record has the name.
# Seen: both are listed, with different values, and a DELETE of one removes both. The emulator ministack 1.5.33 refuses the second.
#
# Output when written (2026-11-30, Python 3.11):
#   after two CREATE: 192.0.2.1 192.0.2.2
#   after DELETE of the first: nothing
#
# Exits with 0 while that is so. Needs python3 with venv, and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'moto[route53]==5.2.5'

cat >run.py <<'PY'
import os, sys
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="eu-central-1")
import boto3
from moto import mock_aws

with mock_aws():
    route53 = boto3.client("route53")
    zone = route53.create_hosted_zone(Name="example.com", CallerReference="1")["HostedZone"]["Id"]

    def change(action, address):
        record = {"Name": "plum.example.com", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": address}]}
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]})

    def addresses():
        records = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
        return " ".join(value["Value"] for record in records if record["Type"] == "A" for value in record["ResourceRecords"]) or "nothing"

    change("CREATE", "192.0.2.1")
    change("CREATE", "192.0.2.2")
    found = [addresses()]
    change("DELETE", "192.0.2.1")
    found.append(addresses())
    print(f"after two CREATE: {found[0]}\nafter DELETE of the first: {found[1]}")
    sys.exit(0 if found == ["192.0.2.1 192.0.2.2", "nothing"] else 1)
PY
venv/bin/python run.py
