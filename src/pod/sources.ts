/** Where the pod's numbers are from, named once. */

/** The conditions every measured default was taken under. */
export const RIG =
  'measured: uvicorn 0.17.6, Python 3.11, starlette 0.26, glibc 2.36, cgroup v1, loopback';

const CHART = 'ServerSideHannes/s3proxy-python, Helm chart values.yaml';

export const REPLICAS = `${CHART}: replicaCount 3`;
export const MEMORY_LIMIT = `${CHART}: resources.limits.memory 512Mi`;
export const BUDGET = `${CHART}: performance.memoryLimitMb 64, which concurrency.py takes as MiB`;

/** The module of the application's limiter. */
export const LIMITER = 'ServerSideHannes/s3proxy-python, s3proxy/concurrency.py';

export const KUBELET = 'Kubernetes documentation, Pod Lifecycle: container restarts';

export const PROBES =
  'Kubernetes documentation, Configure Liveness, Readiness and Startup Probes: Probe';
