"""Tries several learning rates on data that all steps share on a volume, and reports when all is done.

Loops, conditions, an exit handler and a PersistentVolumeClaim that lives as long as the run.
Compile: kfp dsl compile --py pipeline.py --output pipeline.yaml  (kfp 2.17.0, kfp-kubernetes 2.17.0)
"""

from kfp import dsl, kubernetes

IMAGE = "registry.example.internal/pipelines/sweep:1.0.0"


@dsl.component(base_image=IMAGE, install_kfp_package=False)
def prepare(records: int) -> int:
    import json
    import random

    source = random.Random(records)
    points = [(x, 3 * x + 1 + source.gauss(0, 0.1)) for x in (i / records for i in range(records))]
    with open("/data/points.json", "w") as file:
        json.dump(points, file)
    return len(points)


@dsl.component(base_image=IMAGE, install_kfp_package=False)
def descend(rate: float, steps: int) -> float:
    import json

    with open("/data/points.json") as file:
        points = json.load(file)
    slope = offset = 0.0
    for _ in range(steps):
        errors = [(slope * x + offset - y, x) for x, y in points]
        slope -= rate * sum(error * x for error, x in errors) / len(points)
        offset -= rate * sum(error for error, _ in errors) / len(points)
    return sum((slope * x + offset - y) ** 2 for x, y in points) / len(points)


@dsl.component(base_image=IMAGE, install_kfp_package=False)
def say(message: str):
    print(message)


@dsl.component(base_image=IMAGE, install_kfp_package=False)
def finish(status: dsl.PipelineTaskFinalStatus):
    print(status.pipeline_task_name, status.state)


@dsl.pipeline(name="learning-rate-sweep", description="Gradient descent with several learning rates.")
def sweep(rates: list = [0.01, 0.1, 0.5], steps: int = 200, records: int = 500, best_loss: float = 0.02):
    done = finish()
    with dsl.ExitHandler(done, name="sweep"):
        claim = kubernetes.CreatePVC(
            pvc_name_suffix="-points", access_modes=["ReadWriteOnce"], size="1Gi", storage_class_name="local-lvm"
        )
        data = prepare(records=records)
        kubernetes.mount_pvc(data, pvc_name=claim.outputs["name"], mount_path="/data")
        with dsl.ParallelFor(rates, parallelism=2, name="rates") as rate:
            loss = descend(rate=rate, steps=steps).after(data)
            kubernetes.mount_pvc(loss, pvc_name=claim.outputs["name"], mount_path="/data")
            loss.set_cpu_limit("1").set_memory_limit("512Mi")
            with dsl.If(loss.output <= best_loss, name="good"):
                say(message="a good rate")
            with dsl.Else(name="bad"):
                say(message="not this one")
        kubernetes.DeletePVC(pvc_name=claim.outputs["name"]).after(loss)
