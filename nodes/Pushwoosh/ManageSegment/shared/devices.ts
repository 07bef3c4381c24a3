import type { IDataObject, INodeProperties, NodeExecutionHint } from 'n8n-workflow';
import type { RunSummary } from '../../../shared/engine/operation';
import type { Failure } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import { segmentCode, type SegmentList } from '../../api/segments';
import { applicationField } from '../../fields/applicationField';
import { segmentField } from '../../fields/segmentField';
import { savedSegment, withinApplication } from '../../segmentationLanguage/expression';
import { filterFields, forMode, readFilter } from '../../fields/filterFields';
import {
	ambiguous,
	identifySegment,
	matching,
	notFound,
	readChosenSegment,
	type ChosenSegment,
} from './segment';

/** Which devices to count or export. */
export const deviceFields: INodeProperties[] = [
	applicationField({
		description:
			'Only devices of this application. Empty: devices of all applications, unless the filter expression names one itself. A saved segment needs it.',
	}),
	...filterFields({
		name: 'Saved Segment',
		value: 'segment',
		description: 'Take the devices of a segment of the application',
	}),
	segmentField(
		{
			required: true,
			displayOptions: forMode('segment'),
			description: 'The saved segment whose devices are meant',
		},
		{ byCode: true },
	),
];

/** Which devices are meant. */
export interface ChosenDevices {
	/** Undefined: all applications. */
	application?: string;
	/** The whole expression, the application's part included; or a saved segment, which is looked up before it is used. */
	filter: string | ChosenSegment;
}

/**
 * Reads which devices to count or export. An application is optional, but for a saved segment, which stands in its list;
 * and one that an expression names must be there, since the devices of all applications would be covered without it.
 * @throws ItemProblem
 */
export function readDevices(item: ItemReader, { info }: Pick<OperationSetup, 'info'>): ChosenDevices {
	if (item.choice('filterMode') === 'segment') {
		const segment = readChosenSegment(item);
		return { application: segment.application, filter: segment };
	}
	const filter = readFilter(item);
	const isMeant = holdsExpression(info.node.parameters.application);
	const application = (isMeant ? item.locator('application') : item.optionalLocator('application')).value;
	return application === '' ? { filter } : { application, filter: withinApplication(application, filter) };
}

/** @returns equal texts for equal devices, as far as is known before a saved segment is looked up */
export function keyOf({ filter }: ChosenDevices): string {
	return typeof filter === 'string' ? filter : `${filter.application}\n${filter.by}\n${filter.value}`;
}

/** Names the devices in a list of what wasn't done. */
export function describeDevices({ filter }: ChosenDevices): string {
	return typeof filter === 'string' ? filter : filter.value;
}

/** The identifier keys of the segment, if one was chosen. */
export function identifyDevices({ filter }: ChosenDevices): IDataObject {
	return typeof filter === 'string' ? {} : identifySegment(filter);
}

/**
 * Says which expression selects the devices. A saved segment goes by its code: the expression that the list shows for it
 * may be in lower case, values too (the service's reference, 5.2), and would then select others without a word.
 * @param list the segments of an application
 */
export async function expressionOf(
	{ filter }: ChosenDevices,
	list: (application: string) => Promise<SegmentList>,
): Promise<{ filterExpression: string } | { failure: Failure }> {
	if (typeof filter === 'string') return { filterExpression: filter };
	const found = matching((await list(filter.application)).segments, filter);
	if (found.length === 0) return { failure: notFound(filter) };
	if (found.length > 1) return { failure: ambiguous(filter, found, "Choose the segment 'By Code'.") };
	const code = segmentCode(found[0]);
	if (code === undefined) return { failure: NO_CODE };
	return { filterExpression: withinApplication(filter.application, savedSegment(code)) };
}

const NO_CODE: Failure = {
	code: 'NO_CODE',
	message: 'Pushwoosh lists this segment without a code',
	advice: "Set 'Filter Mode' to 'Builder' or 'Expression', and describe the devices there.",
};

function holdsExpression(raw: unknown): boolean {
	const value = typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
	return typeof value === 'string' && value.startsWith('=');
}

/** Says that devices of all applications are covered where no application was chosen. */
export function openDevicesHint({ units }: Pick<RunSummary<ChosenDevices>, 'units'>): NodeExecutionHint[] {
	if (!units.some(({ unit }) => unit.application === undefined)) return [];
	return [
		{
			message:
				'No \'Application\' was chosen: devices of all applications are covered, unless the filter expression itself names one with A("…").',
			location: 'outputPane',
			type: 'info',
		},
	];
}
