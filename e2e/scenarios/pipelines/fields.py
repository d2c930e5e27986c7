"""Prints the fields of the messages of the IR as JSON: what protobuf itself knows of them."""

import json
import sys

from kfp.kubernetes import kubernetes_executor_config_pb2 as kubernetes
from kfp.pipeline_spec import pipeline_spec_pb2 as pipeline


def collect(message, found):
    if message.GetOptions().map_entry:
        return
    # The struct's order is that of the file, which is that of the descriptor.
    found[message.full_name.split(".", 1)[1]] = [field.json_name for field in message.fields]
    for nested in message.nested_types:
        collect(nested, found)


found = {}
for module in (pipeline, kubernetes):
    for message in module.DESCRIPTOR.message_types_by_name.values():
        collect(message, found)
json.dump(found, sys.stdout)
