import Table from 'cli-table3';
import type { INodeExecutionData, IDataObject } from 'n8n-workflow';

import type { NodeResult } from '../engine/index.mts';

const SAMPLES = 3;
const WIDTH = 96;

/**
 * One node's work as a person likes to read it: the totals, a few results, and every kind of failure with its number.
 * @param inputFields columns that the results repeat from the input; they are left out
 */
export function printNode(
	name: string,
	inputs: number,
	inputFields: string[],
	{ success, failed, hints, error }: NodeResult,
): void {
	const table = new Table({
		head: ['', 'items', 'for example'],
		colWidths: [12, 8, WIDTH],
		wordWrap: true,
		wrapOnWordBoundary: false,
		style: { head: [], border: [] },
	});
	table.push(['in', inputs, '']);
	const [good, refused] = split(success);
	table.push(['done', good.length, samples(good, inputFields)]);
	if (refused.length > 0) table.push(['refused', refused.length, samples(refused, inputFields)]);
	for (const [reason, items] of byReason(failed)) table.push(['failed', items.length, reason]);
	console.log(`\n${name}`);
	console.log(table.toString());
	for (const { message } of hints) console.log(`  ${message}`);
	if (error) console.log(`  Stopped: ${error.message}`);
}

function split(items: INodeExecutionData[]): [good: INodeExecutionData[], refused: INodeExecutionData[]] {
	return [
		items.filter(({ json }) => json.success !== false),
		items.filter(({ json }) => json.success === false),
	];
}

function samples(items: INodeExecutionData[], inputFields: string[]): string {
	return items
		.slice(0, SAMPLES)
		.map(({ json, binary }) => oneLine(omit(json, inputFields), binary))
		.join('\n');
}

function omit(json: IDataObject, fields: string[]): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([key]) => !fields.includes(key)));
}

function oneLine(json: IDataObject, binary: INodeExecutionData['binary']): string {
	const files = Object.values(binary ?? {}).map(({ fileName, fileSize }) => ` + ${fileName} (${fileSize})`);
	const text = JSON.stringify(json);
	const room = WIDTH - 4 - files.join('').length;
	return (text.length > room ? `${text.slice(0, room - 1)}…` : text) + files.join('');
}

function byReason(items: INodeExecutionData[]): Map<string, INodeExecutionData[]> {
	return Map.groupBy(items, ({ json }) => String(json.error));
}
