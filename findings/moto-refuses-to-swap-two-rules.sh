#!/usr/bin/env bash
# moto 5.2.5: SetRulePriorities can't swap the priorities of two rules of a listener.
#
# Expected: the call sets many priorities at once for exactly that: "You can reorder the rules as long as there are no priority conflicts in
# the new order" (Elastic Load Balancing API reference, SetRulePriorities).
# Seen: PriorityInUse. moto compares each new priority with the rules as they were before the call. A shift by one, 1 to 2 and 2 to 3,
# fails likewise.
#
# Output when written (2026-11-30, Python 3.11):
#   1 and 2 become 2 and 1: PriorityInUse
#   1 and 2 become 2 and 3: PriorityInUse
#   1 and 2 become 3 and 4: accepted
#
# Exits with 0 while that is so. Needs python3 with venv, and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'moto[ec2,elbv2]==5.2.5'

cat >run.py <<'PY'
import os, sys
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="eu-central-1")
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

with mock_aws():
    ec2, balancers = boto3.client("ec2"), boto3.client("elbv2")
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]][:2]
    balancer = balancers.create_load_balancer(Name="plum", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    action = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    listener = balancers.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=[action])["Listeners"][0]["ListenerArn"]
    rules = []
    for number in (1, 2):
        condition = {"Field": "host-header", "Values": [f"{number}.example.com"]}
        made = balancers.create_rule(ListenerArn=listener, Priority=number, Conditions=[condition], Actions=[action])
        rules.append(made["Rules"][0]["RuleArn"])
    outcomes = []
    for wanted in ((2, 1), (2, 3), (3, 4)):
        try:
            balancers.set_rule_priorities(RulePriorities=[{"RuleArn": rule, "Priority": number} for rule, number in zip(rules, wanted)])
            outcomes.append("accepted")
        except ClientError as error:
            outcomes.append(error.response["Error"]["Code"])
        print(f"1 and 2 become {wanted[0]} and {wanted[1]}: {outcomes[-1]}")
    sys.exit(0 if outcomes == ["PriorityInUse", "PriorityInUse", "accepted"] else 1)
PY
venv/bin/python run.py
