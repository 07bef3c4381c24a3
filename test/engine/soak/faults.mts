import type { FaultAnswer, Sandbox } from '../../../playground/sandbox/index.mts';

/** Ten ways in which a call goes wrong. None of them lies: where the service acted, no success is claimed or denied. */
export const TEN_FAULTS: Record<string, FaultAnswer> = {
	'service unavailable': { status: 503, body: 'overloaded' },
	'internal problem': { status: 500, body: { error: 'INTERNAL' } },
	'bad gateway page': { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' },
	'too many requests': {
		status: 429,
		headers: { 'retry-after': '0' },
		body: { error: 'RESOURCE_EXHAUSTED' },
	},
	'request time-out': { status: 408, body: '' },
	'reset before acting': { connection: 'resetBeforeActing' },
	'reset after acting': { connection: 'resetAfterActing' },
	'cut off in the middle': { connection: 'truncate' },
	'a proxy page instead of the service': {
		status: 200,
		headers: { 'content-type': 'text/html' },
		body: '<p>Please log in</p>',
	},
	'empty answer instead of the service': { status: 200, body: '' },
};

/**
 * Makes every `every`-th request to a path go wrong, each time in the next of the ten ways.
 * @returns how often each way was taken, filled as the run goes on
 */
export function addFaults(sandbox: Sandbox, path: string, every: number): Map<string, number> {
	const names = Object.keys(TEN_FAULTS);
	const taken = new Map<string, number>(names.map((name) => [name, 0]));
	let seen = 0;
	let faults = 0;
	let due: string | undefined;
	// The first rule whose condition holds decides; counting once per request is the first rule's business.
	names.forEach((name, position) => {
		sandbox.faults.add({
			name,
			match: {
				path,
				when: () => {
					if (position === 0) {
						seen += 1;
						due = seen % every === 0 ? names[faults++ % names.length] : undefined;
						if (due !== undefined) taken.set(due, taken.get(due)! + 1);
					}
					return due === name;
				},
			},
			answer: TEN_FAULTS[name]!,
		});
	});
	return taken;
}
