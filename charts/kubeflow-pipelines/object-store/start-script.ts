/**
 * What SeaweedFS does once it answers: make the bucket, and a user with the keys of the Secret. It runs after the
 * start of the container, and the startup probe waits for the file that it leaves behind.
 */
export const startScript = (
  bucket: string,
): string => `# Wait up to 120 seconds  for SeaweedFS master to be ready
for i in $(seq 1 60); do
  if wget -q --spider http://127.0.0.1:8333/status; then
    break
  fi
  if [ "$i" -eq 60 ]; then
    echo "ERROR: SeaweedFS master did not become ready within 120 seconds"
    exit 1
  fi
  sleep 2
done

# Create bucket with retries (maximum 25 seconds)
for i in $(seq 1 5); do
  echo "s3.bucket.create --name ${bucket}" | /usr/bin/weed shell 2>&1 || true
  if echo "s3.bucket.list" | /usr/bin/weed shell 2>/dev/null | grep -q ${bucket}; then
    break
  fi
  if [ "$i" -eq 5 ]; then
    echo "ERROR: ${bucket} bucket not found after 5 attempts"
    exit 1
  fi
  sleep 5
done

# Configure admin user with retries (25s max)
for i in $(seq 1 5); do
  if echo "s3.configure -user kubeflow-admin -access_key $accesskey -secret_key $secretkey -actions Admin -apply" | /usr/bin/weed shell 2>&1; then
    break
  fi
  if [ "$i" -eq 5 ]; then
    echo "ERROR: Failed to configure kubeflow-admin after 5 attempts"
    exit 1
  fi
  sleep 5
done

# Verify bucket is accessible
if ! echo "s3.bucket.list" | /usr/bin/weed shell | grep -q ${bucket}; then
  echo "ERROR: ${bucket} bucket verification failed"
  exit 1
fi

# Signal successful initialization for the startup probe
touch /tmp/initialization-complete
`;

/** Succeeds once the start script is through and the bucket is there. */
export const startupCommand = (bucket: string): readonly string[] => [
  '/bin/sh',
  '-c',
  `test -f /tmp/initialization-complete && echo "s3.bucket.list" | /usr/bin/weed shell | grep -q ${bucket}`,
];
