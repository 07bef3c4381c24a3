import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

interface LoggedEvent {
	ts: string;
	eventName: string;
	payload: { executionId?: string; workflowName?: string; nodeName?: string };
}

/** What n8n wrote of one execution. */
export interface LoggedExecution {
	succeeded: boolean;
	/** Milliseconds since 1970, by the node's name. */
	started: Map<string, number>;
	finished: Map<string, number>;
}

const PATIENCE_MS = 30_000;

/**
 * Reads from n8n's own event log what it wrote of an execution: it is there whether n8n saves executions or not.
 * @param since milliseconds since 1970: the execution is the one that ended after this
 * @throws Error when n8n doesn't write of its end
 */
export async function readExecution(
	file: string,
	workflowName: string,
	since: number,
): Promise<LoggedExecution> {
	const limit = Date.now() + PATIENCE_MS;
	while (Date.now() < limit) {
		const events = readEvents(file);
		const end = events.findLast(
			({ eventName, payload }) =>
				payload.workflowName === workflowName && /^n8n\.workflow\.(success|failed)$/.test(eventName),
		);
		if (end !== undefined && Date.parse(end.ts) >= since) return toExecution(events, end);
		await delay(100);
	}
	throw new Error(`n8n wrote nothing of the end of ${workflowName}`);
}

function readEvents(file: string): LoggedEvent[] {
	if (!existsSync(file)) return [];
	const lines = readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line.includes('"eventName"') && line.endsWith('}'));
	return lines.map((line) => JSON.parse(line) as LoggedEvent);
}

function toExecution(events: LoggedEvent[], end: LoggedEvent): LoggedExecution {
	const own = events.filter(({ payload }) => payload.executionId === end.payload.executionId);
	const times = (name: string) =>
		new Map(
			own
				.filter(({ eventName }) => eventName === name)
				.map(({ ts, payload }) => [payload.nodeName ?? '', Date.parse(ts)]),
		);
	return {
		succeeded: end.eventName.endsWith('success'),
		started: times('n8n.node.started'),
		finished: times('n8n.node.finished'),
	};
}
