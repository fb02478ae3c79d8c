/** Stops an HTTP server: it answers the requests that are running, and does not keep connections for others. */
export async function stopServer(server) {
  const idle = setInterval(() => server.closeIdleConnections(), 10);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(idle);
}
