"""A pipeline that no file of this repository has compiled: each run of the scenario compiles it anew."""

import sys

from kfp import compiler, dsl, kubernetes


@dsl.component(base_image="python:3.12", packages_to_install=["requests==2.32.3"])
def words(count: int) -> list:
    return [f"word-{index}" for index in range(count)]


@dsl.component(base_image="python:3.12")
def measure(word: str, limit: int) -> int:
    return min(len(word), limit)


@dsl.component(base_image="python:3.12")
def total(lengths: list) -> int:
    return sum(lengths)


@dsl.container_component
def report(text: str):
    return dsl.ContainerSpec(image="busybox:1.37", command=["echo"], args=[text, dsl.IfPresentPlaceholder("text", "given")])


@dsl.component(base_image="python:3.12")
def clean(status: dsl.PipelineTaskFinalStatus):
    print(status.state)


@dsl.pipeline(name="lengths")
def lengths(count: int, limit: int) -> int:
    listed = words(count=count)
    with dsl.ParallelFor(listed.output, parallelism=3) as word:
        measured = measure(word=word, limit=limit)
        measured.set_retry(2).set_caching_options(False)
        kubernetes.add_pod_label(measured, "team", "data-science")
        kubernetes.use_secret_as_env(measured, "credentials", {"token": "TOKEN"})
    return total(lengths=dsl.Collected(measured.output)).output


@dsl.pipeline(
    name="fresh",
    description="Nested pipelines, collected outputs, conditions, GPUs, secrets and a workspace.",
    pipeline_config=dsl.PipelineConfig(
        workspace=dsl.WorkspaceConfig(
            size="2Gi",
            kubernetes=dsl.KubernetesWorkspaceConfig(pvcSpecPatch={"accessModes": ["ReadWriteOnce"]}),
        )
    ),
)
def fresh(count: int = 4, limit: int = 6, threshold: int = 10):
    cleaned = clean()
    with dsl.ExitHandler(cleaned):
        summed = lengths(count=count, limit=limit).set_retry(1)
        with dsl.If(summed.output > threshold):
            long = report(text="long")
            long.set_accelerator_type("nvidia.com/gpu").set_accelerator_limit(1)
            kubernetes.add_toleration(long, key="nvidia.com/gpu", operator="Exists")
        with dsl.Elif(summed.output == threshold):
            report(text="just right")
        with dsl.Else():
            report(text="short")


compiler.Compiler().compile(fresh, package_path=sys.argv[1])
