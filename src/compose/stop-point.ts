/** Crash tests name a point at which the process is killed as if the power had gone. */
export function stopPointOf(wanted: string | undefined): (point: string) => void {
  return (point) => {
    if (point === wanted) process.kill(process.pid, 'SIGKILL');
  };
}
