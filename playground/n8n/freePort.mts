import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A loopback port that is free together with those after it. @param inARow how many are needed */
export async function freePort(inARow: number): Promise<number> {
	for (;;) {
		const first = await portIfFree(0);
		const others = Array.from({ length: inARow - 1 }, (_, index) => (first ?? 0) + 1 + index);
		const checked = await Promise.all(others.map(portIfFree));
		if (first !== undefined && !checked.includes(undefined)) return first;
	}
}

async function portIfFree(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', () => resolve(undefined));
		probe.listen(port, '127.0.0.1', () => {
			const taken = (probe.address() as AddressInfo).port;
			probe.close(() => resolve(taken));
		});
	});
}
