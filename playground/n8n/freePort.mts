import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what Linux (32768 to 60999) and macOS (49152 and up) give to connections: a server that starts again finds its port free. */
const RANGE = { from: 15_000, to: 32_000 };

/** A loopback port that is free together with those after it. @param inARow how many are needed */
export async function freePort(inARow: number): Promise<number> {
	for (;;) {
		const first = randomInt(RANGE.from, RANGE.to);
		const ports = Array.from({ length: inARow }, (_, index) => first + index);
		if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
	}
}

/** @returns whether nothing listens on this loopback port */
export async function isFree(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', () => resolve(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
	});
}
