// Runs every workflow of examples/basics/ in n8n-core on examples/contacts.csv against the sandbox, prints what each node did, and ends.
import { readdirSync, readFileSync } from 'node:fs';

import type { INode } from 'n8n-workflow';

import { createEngine, type WorkflowSpec } from '../engine/index.mts';
import { readContacts, rowsFor } from './contacts.mts';
import { startServices } from './services.mts';
import { printNode } from './table.mts';

const folder = new URL('../../examples/basics/', import.meta.url);
const contacts = readContacts();
const { sandbox, credentials } = await startServices(contacts);
const engine = await createEngine({ credentials });
/** Columns of the table that nodes also write themselves. */
const OWN_FIELDS = new Set(['registrationToken', 'apnsToken', 'name']);
let broken = 0;

for (const file of readdirSync(folder)
	.filter((name) => name.endsWith('.json'))
	.sort()) {
	const example = file.replace(/\.json$/, '');
	const exported = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Required<WorkflowSpec>;
	const rows = rowsFor(example, contacts);
	const before = { ...sandbox.log.counts };
	const result = await engine.run(withRows(exported), { items: rows });

	console.log(`\n${'═'.repeat(120)}\n${exported.name}   examples/basics/${file}`);
	for (const name of result.started.slice(1)) {
		const node = result.node(name);
		const repeated = Object.keys(rows[0] ?? {}).filter((column) => !OWN_FIELDS.has(column));
		printNode(name, inputsOf(name, exported, result, rows.length), repeated, node);
	}
	const { requests, tokenExchanges } = sandbox.log.counts;
	console.log(
		`  ${requests - before.requests} requests (${tokenExchanges - before.tokenExchanges} of them for an access token) in ${(result.duration / 1000).toFixed(1)} s`,
	);
	if (result.status !== 'success') {
		broken++;
		console.log(`  The workflow ended with: ${result.error?.message ?? result.status}`);
	}
}

await sandbox.close();
console.log(
	broken === 0 ? '\nAll examples ran to their end.' : `\n${broken} examples didn't run to their end.`,
);
process.exitCode = broken === 0 ? 0 : 1;

/** The demo has no core nodes: the trigger becomes a node that emits the rows, notes are left out. */
function withRows(exported: Required<WorkflowSpec>): WorkflowSpec {
	const nodes = exported.nodes
		.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote')
		.map(
			(node): INode =>
				node.type === 'n8n-nodes-base.manualTrigger' ? { ...node, type: 'playground.source' } : node,
		);
	return { ...exported, nodes };
}

function inputsOf(
	name: string,
	{ connections }: Required<WorkflowSpec>,
	result: Awaited<ReturnType<typeof engine.run>>,
	rows: number,
): number {
	const before = Object.keys(connections).find((from) =>
		connections[from]?.main?.flat().some((link) => link?.node === name),
	);
	return before === undefined || result.started[0] === before ? rows : result.node(before).success.length;
}
