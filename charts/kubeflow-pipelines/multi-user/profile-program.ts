/**
 * The program behind Metacontroller's hook, in Python with boto's core, which the image has. For each namespace of a
 * profile it answers with what the namespace is to hold: settings of the launcher, of the metadata store and of Argo's
 * artifacts, keys of the object store that reach the profile's own artifacts only, and, where asked for, a pod that
 * reads artifacts for the user interface.
 */
export const profileProgram = `import base64
import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

import botocore.session

KFP_NAMESPACE = os.environ["KFP_NAMESPACE"]
BUCKET = os.environ["BUCKET"]
DOMAIN = "." + os.environ["CLUSTER_DOMAIN"].lstrip(".")
STORE_HOST = os.environ["OBJECT_STORE_HOST"]
FRONTEND_IMAGE = os.environ["FRONTEND_IMAGE"]
PROXY = os.environ.get("ARTIFACTS_PROXY_ENABLED", "false").lower() == "true"
RETENTION_DAYS = int(os.environ.get("ARTIFACT_RETENTION_DAYS", "-1"))
SIDECAR_OFF = os.environ.get("DISABLE_ISTIO_SIDECAR", "false").lower() == "true"
KEYS = "mlpipeline-minio-artifact"
PROXY_NAME = "ml-pipeline-ui-artifact"


def client(service, endpoint):
    return botocore.session.get_session().create_client(
        service, region_name=os.environ.get("AWS_REGION", "us-east-1"), endpoint_url=os.environ[endpoint])


def metadata(name, namespace, **more):
    return {"name": name, "namespace": namespace, **more}


def config_map(name, namespace, data, **more):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata(name, namespace, **more), "data": data}


def key_of_store(name):
    return {"name": KEYS, "key": name}


def artifact_repository(namespace):
    created = "{{workflow.creationTimestamp.%s}}"
    return {
        "archiveLogs": True,
        "s3": {
            "endpoint": f"{STORE_HOST}.{KFP_NAMESPACE}{DOMAIN}:9000",
            "bucket": BUCKET,
            "keyFormat": "/".join(["private-artifacts", namespace, "{{workflow.name}}", *(created % part for part in "Ymd"),
                                   "{{pod.name}}"]),
            "insecure": True,
            "accessKeySecret": key_of_store("accesskey"),
            "secretKeySecret": key_of_store("secretkey"),
        },
    }


def settings(namespace):
    return [
        config_map("kfp-launcher", namespace, {
            "defaultPipelineRoot": f"minio://{BUCKET}/private-artifacts/{namespace}/v2/artifacts",
            "clusterDomain": DOMAIN,
        }),
        config_map("metadata-grpc-configmap", namespace, {
            "METADATA_GRPC_SERVICE_HOST": f"metadata-grpc-service.{KFP_NAMESPACE}",
            "METADATA_GRPC_SERVICE_PORT": "8080",
        }),
        config_map("artifact-repositories", namespace,
                   {"default-namespaced": json.dumps(artifact_repository(namespace))},
                   annotations={"workflows.argoproj.io/default-artifact-repository": "default-namespaced"}),
    ]


def from_secret(name, key):
    return {"name": name, "valueFrom": {"secretKeyRef": key_of_store(key)}}


def artifact_proxy(namespace):
    labels = {"app": PROXY_NAME}
    container = {
        "name": PROXY_NAME,
        "image": FRONTEND_IMAGE,
        "imagePullPolicy": "IfNotPresent",
        "ports": [{"containerPort": 3000}],
        "env": [
            from_secret("MINIO_ACCESS_KEY", "accesskey"),
            from_secret("MINIO_SECRET_KEY", "secretkey"),
            {"name": "ML_PIPELINE_SERVICE_HOST", "value": f"ml-pipeline.{KFP_NAMESPACE}{DOMAIN}"},
            {"name": "ML_PIPELINE_SERVICE_PORT", "value": "8888"},
            {"name": "FRONTEND_SERVER_NAMESPACE", "value": namespace},
            {"name": "CLUSTER_DOMAIN", "value": DOMAIN},
        ],
        "resources": {"requests": {"cpu": "10m", "memory": "70Mi"}, "limits": {"cpu": "100m", "memory": "500Mi"}},
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
                            "runAsNonRoot": True, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
    }
    pod = {"metadata": {"labels": labels}, "spec": {"serviceAccountName": "default-editor", "containers": [container]}}
    if SIDECAR_OFF:
        pod["metadata"]["annotations"] = {"sidecar.istio.io/inject": "false"}
    return [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata(PROXY_NAME, namespace, labels=labels),
         "spec": {"selector": {"matchLabels": labels}, "template": pod}},
        {"apiVersion": "v1", "kind": "Service", "metadata": metadata(PROXY_NAME, namespace, labels=labels),
         "spec": {"selector": labels, "ports": [{"name": "http", "port": 80, "protocol": "TCP", "targetPort": 3000}]}},
    ]


def statement(effect, action, resource, **more):
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, sort_keys=True)


def share_bucket(s3):
    """Whoever lists the bucket sees what is shared and what is his own; policies of users cannot deny."""
    own = [f"{folder}/\${{aws:username}}/*" for folder in ("private-artifacts", "private")]
    bucket = f"arn:aws:s3:::{BUCKET}"
    s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(
        statement("Allow", ["s3:ListBucket"], bucket, Principal="*"),
        statement("Deny", ["s3:ListBucket"], bucket, Principal="*", Condition={
            "StringLike": {"s3:prefix": ["private-artifacts/*", "private/*"]},
            "StringNotLike": {"s3:prefix": own},
        })))


def expire(s3):
    if RETENTION_DAYS > 0:
        s3.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": [
            {"ID": "kfp-artifacts", "Status": "Enabled", "Filter": {"Prefix": f"{prefix}/"},
             "Expiration": {"Days": RETENTION_DAYS}} for prefix in ("artifacts", "private", "private-artifacts")]})


def new_keys(namespace):
    iam, s3 = client("iam", "AWS_ENDPOINT_URL"), client("s3", "S3_ENDPOINT_URL")
    made = iam.create_access_key(UserName=namespace)["AccessKey"]
    folders = ["artifacts", f"private-artifacts/{namespace}", f"private/{namespace}", "shared"]
    iam.put_user_policy(UserName=namespace, PolicyName=f"KubeflowProject{namespace}", PolicyDocument=policy(
        statement("Allow", ["s3:Put*", "s3:Get*", "s3:List*", "s3:DeleteObject"],
                  [f"arn:aws:s3:::{BUCKET}/{folder}/*" for folder in folders])))
    share_bucket(s3)
    expire(s3)
    encoded = {"accesskey": made["AccessKeyId"], "secretkey": made["SecretAccessKey"]}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata(KEYS, namespace),
            "data": {key: base64.b64encode(value.encode()).decode() for key, value in encoded.items()}}


def sync(parent, attachments):
    namespace = parent["metadata"]["name"]
    if parent["metadata"].get("labels", {}).get("pipelines.kubeflow.org/enabled") != "true":
        return {"status": {}, "attachments": []}
    wanted = settings(namespace) + (artifact_proxy(namespace) if PROXY else [])
    ready = all(
        any(found.get("metadata", {}).get("name") == each["metadata"]["name"]
            for found in attachments.get(f"{each['kind']}.{each['apiVersion']}", {}).values())
        for each in wanted)
    # Keys that are there stay: new ones would lock out whoever still holds the old ones.
    keys = attachments.get("Secret.v1", {}).get(f"{namespace}/{KEYS}")
    return {"status": {"kubeflow-pipelines-ready": str(ready and keys is not None)},
            "attachments": wanted + [keys or new_keys(namespace)]}


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        observed = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answer = json.dumps(sync(observed["object"], observed["attachments"])).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(answer)


if __name__ == "__main__":
    HTTPServer(("", int(os.environ.get("CONTROLLER_PORT", "8080"))), Hook).serve_forever()
`;
