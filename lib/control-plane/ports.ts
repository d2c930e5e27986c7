import { createServer } from 'node:net';
import { once } from 'node:events';

/**
 * Free TCP ports on loopback, all different. kwokctl would count down from 32767, so that two clusters that start
 * together get the same ones; the kernel's choice differs. Somebody may still take one before it is used: try again.
 */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = Array.from({ length: count }, () => createServer());
  try {
    return await Promise.all(
      servers.map(async (server) => {
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        const address = server.address();
        if (address === null || typeof address === 'string')
          throw new Error('no TCP port to be had on 127.0.0.1');
        return address.port;
      }),
    );
  } finally {
    for (const server of servers) server.close();
  }
};
