/** Where the pod's numbers are from, named once. */

/** The conditions every measured default was taken under. */
export const RIG =
  'measured: uvicorn 0.17.6, Python 3.11, starlette 0.26, glibc 2.36, cgroup v1, loopback';

export const INCIDENT = 'ServerSideHannes/s3proxy-python#99: pod limit 512Mi';
export const CHART = 'ServerSideHannes/s3proxy-python Helm chart: replicaCount 3';
export const GOVERNOR = 'ServerSideHannes/s3proxy-python: concurrency limiter';
export const KUBELET = 'Kubernetes documentation, Pod Lifecycle: container restarts';
