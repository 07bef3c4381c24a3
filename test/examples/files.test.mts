import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	position: [number, number];
	parameters: { content?: string; width?: number; height?: number };
	credentials?: Record<string, { id: string; name: string }>;
	onError?: string;
}

interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }> | null>>>;
}

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

const folder = new URL('../../examples/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const workflows = files.map((file) => [file, JSON.parse(textOf(file)) as Workflow] as const);

const STICKY = 'n8n-nodes-base.stickyNote';
/** Ours, and the chat model. */
const WITH_CREDENTIAL = /^n8n-nodes-pushwoosh-fcm\.|\.lmChatOpenAi$/;
/** What n8n's canvas draws: the node, the name below it, and the stub of an open output beside it. */
const NODE = { width: 96, height: 96, label: 56, side: 24, agentWidth: 224 };
const NAMES = {
	pushwooshApi: 'Pushwoosh account',
	googleFcmServiceAccountApi: 'Google service account (FCM)',
	openAiApi: 'Stand-in model (playground)',
};

describe.each(workflows)('%s', (_file, { nodes, connections }) => {
	const notes = nodes.filter(({ type }) => type === STICKY);

	it('explains itself in plain sight', () => {
		const [about] = notes.filter(({ parameters }) => parameters.content?.startsWith('## '));
		expect(about?.parameters.content).toMatch(/\*\*Try it:\*\*/);
		expect(about?.parameters.content).toMatch(/\*\*Make it yours/);
	});

	it('names in its notes only nodes and fields that exist', () => {
		const shown = new Set(nodes.map(({ name }) => name));
		const starts = notes
			.flatMap(({ parameters }) => [
				...(parameters.content ?? '').matchAll(/^(?:\d\.|-) \*\*([^*]+)\*\*/gm),
			])
			.map(([, name]) => name);
		expect(starts.filter((name) => !shown.has(name!))).toEqual([]);
	});

	it('has nodes with names and IDs of their own, all connected', () => {
		expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		const targets = Object.values(connections)
			.flatMap((byType) => Object.values(byType).flat(2))
			.map((end) => end?.node);
		const connected = new Set([...Object.keys(connections), ...targets]);
		const working = nodes.filter(({ type }) => type !== STICKY).map(({ name }) => name);
		expect([...connected].sort()).toEqual([...working].sort());
	});

	it('leads somewhere from every error output', () => {
		for (const { name } of nodes.filter(({ onError }) => onError === 'continueErrorOutput')) {
			expect(connections[name]?.main?.[1] ?? [], name).not.toEqual([]);
		}
	});

	it('has nothing that overlaps', () => {
		const boxes = nodes.map(boxOf);
		const overlaps = boxes.flatMap((one, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => meet(one, other))
				.map((other) => `${one.name} / ${other.name}`),
		);
		expect(overlaps).toEqual([]);
	});

	it('names the credentials of the playground and holds none', () => {
		for (const { name, type, credentials } of nodes) {
			if (!WITH_CREDENTIAL.test(type)) {
				expect(credentials, name).toBeUndefined();
				continue;
			}
			const [kind, ...more] = Object.keys(credentials ?? {}) as Array<keyof typeof NAMES>;
			expect(more).toEqual([]);
			expect(credentials).toEqual({ [kind!]: { id: kind, name: NAMES[kind!] } });
		}
	});
});

it('have names of their own', () => {
	expect(new Set(workflows.map(([, { name }]) => name)).size).toBe(workflows.length);
});

it('stand in the README with a picture each', () => {
	const readme = textOf('README.md');
	for (const file of files) {
		expect(readme).toContain(`](${file})`);
		expect(readme).toContain(`](../docs/images/examples/${file.replace('.json', '.png')})`);
	}
});

it('are all run in the real n8n', () => {
	const tests = ['examples', 'examplesOfGoogle', 'examplesOfPeople', 'examplesOfProject']
		.map((name) => readFileSync(new URL(`../n8n/${name}.test.mts`, import.meta.url), 'utf8'))
		.join('');
	for (const file of files) expect(tests).toContain(`example('${file.replace('.json', '')}')`);
});

function boxOf({
	name,
	type,
	position: [left, top],
	parameters: { width = 0, height = 0 },
}: WorkflowNode): Box {
	if (type === STICKY) return { name, left, top, right: left + width, bottom: top + height };
	const isAgent = type.endsWith('.agent');
	return {
		name,
		left: left - NODE.side,
		top,
		right: left + (isAgent ? NODE.agentWidth : NODE.width) + NODE.side,
		bottom: top + NODE.height + NODE.label,
	};
}

function meet(one: Box, other: Box): boolean {
	return (
		one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
	);
}
