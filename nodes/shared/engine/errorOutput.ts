import type { INodeExecutionData } from 'n8n-workflow';

/** Up to here V8 moves the start of an array instead of its entries, and shifting costs next to nothing. */
const SMALL = 10_000;

/**
 * Readies a node's items for n8n's error output. n8n takes them one by one with `shift()`, and nothing else does
 * (WorkflowExecute.handleNodeErrorOutput). Two things are mended there:
 * - `shift()` moves all items that are left: 100,000 of them cost it 20 seconds. A long list is turned round at the first
 *   call instead, so whoever begins to empty it has to go on to the end.
 * - n8n before 2.35.5 doesn't know failures by `{ error, details }` and would send them on as successes. It does know an
 *   item's `error`; but set any earlier, that costs the item its `details`, and a visible one is taken for the error of the
 *   next node too.
 * @returns the same array
 */
export function forErrorOutput(list: INodeExecutionData[]): INodeExecutionData[] {
	let turned = list.length <= SMALL;
	const next = turned ? Array.prototype.shift.bind(list) : () => list.pop();
	const shift = (): INodeExecutionData | undefined => {
		if (!turned) list.reverse();
		turned = true;
		return marked(next());
	};
	// Not enumerable: n8n copies and stores items, and a list must look like any other.
	return Object.defineProperty(list, 'shift', { value: shift });
}

/** Not enumerable, so that it isn't copied to what n8n hands on. */
function marked(item: INodeExecutionData | undefined): INodeExecutionData | undefined {
	if (item === undefined || !isFailure(item)) return item;
	return Object.defineProperty(item, 'error', { value: item.json.error, configurable: true });
}

function isFailure({ json }: INodeExecutionData): boolean {
	return Object.keys(json).length === 2 && Boolean(json.error) && 'details' in json;
}
