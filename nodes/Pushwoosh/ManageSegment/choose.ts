import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { countDevices } from './countDevices';
import { createSegment } from './createSegment';
import { deleteSegment } from './deleteSegment';
import { exportDevices } from './exportDevices';
import { getExport } from './getExport';
import { getSegment } from './getSegment';
import { getSegments } from './getSegments';

type Make = (setup: OperationSetup) => Operation<unknown>;

const OPERATIONS: Record<'segment' | 'device', Record<string, Make>> = {
	segment: { create: createSegment, delete: deleteSegment, get: getSegment, getAll: getSegments },
	device: { count: countDevices, export: exportDevices, getExport },
};
const DEFAULTS = { segment: 'getAll', device: 'export' } as const;

/** Makes the operation that the form asks for. @throws ItemProblem */
export function chooseOperation(setup: OperationSetup): Operation<unknown> {
	const resource = setup.first.choice('resource', ['segment', 'device'] as const, 'segment');
	const operations = OPERATIONS[resource];
	return operations[setup.first.choice('operation', Object.keys(operations), DEFAULTS[resource])](setup);
}
